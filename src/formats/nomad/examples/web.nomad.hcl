job "web" {
  datacenters = ["dc1"]
  type        = "service"

  update {
    max_parallel = 1
  }

  group "web" {
    count = 3
    network {
      mode = "bridge"
      port "http" {
        to = 8080
      }
    }
    service {
      name = "web"
      port = "http"
      check {
        type     = "http"
        path     = "/healthz"
        interval = "10s"
        timeout  = "2s"
      }
    }
    task "server" {
      driver = "docker"
      config {
        image    = "registry.shop.example/web:2026.11.2"
        ports    = ["http"]
        cap_drop = ["all"]
      }
      resources {
        cpu    = 200
        memory = 128
      }
    }
  }
}
