# A periodic batch job, as the documentation of Nomad writes them.
variable "image_tag" {
  type    = string
  default = "16.4"
}

job "nightly-backup" {
  datacenters = ["dc1", "dc2"]
  namespace   = "data"
  type        = "batch"

  periodic {
    crons            = ["15 2 * * *", "15 14 * * SUN"]
    time_zone        = "Europe/Berlin"
    prohibit_overlap = true
  }

  group "backup" {
    count = 1

    volume "dumps" {
      type   = "host"
      source = "dumps"
    }

    restart {
      attempts = 2
      mode     = "fail"
    }

    task "dump" {
      driver = "docker"
      user   = "70"

      config {
        image   = "docker.io/library/postgres:${var.image_tag}"
        command = "/bin/sh"
        args = [
          "-c",
          <<-EOT
            pg_dump --format=custom orders > /dumps/orders-$(date +%F).dump
            find /dumps -mtime +14 -delete
          EOT
        ]
        volumes = ["local/pgpass:/root/.pgpass:ro"]
      }

      volume_mount {
        volume      = "dumps"
        destination = "/dumps"
      }

      template {
        data        = <<EOH
---
{{ with secret "database/creds/backup" }}db:5432:*:{{ .Data.username }}:{{ .Data.password }}{{ end }}
EOH
        destination = "local/pgpass"
      }

      env {
        PGHOST = "db.service.consul"
        ALLOC  = "${NOMAD_ALLOC_ID}"
      }

      resources {
        cpu    = 500 # MHz
        memory = 256
      }
    }
  }
}
