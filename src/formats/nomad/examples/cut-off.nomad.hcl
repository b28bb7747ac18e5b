job "cut" {
  group "g" {
    task "t" {
      driver = "docker"
