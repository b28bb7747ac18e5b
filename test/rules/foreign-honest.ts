/** Files that people have, by the name under which they lie. `found`: what rules say of them at medium and above, for a reason. */
export interface HonestFile {
  readonly file: string;
  readonly text: string;
  readonly found?: readonly string[];
}

export const honest: readonly HonestFile[] = [
  {
    file: 'wordpress/compose.yaml',
    text: `services:
  db:
    image: mariadb:10.6.4-focal
    command: '--default-authentication-plugin=mysql_native_password'
    volumes: [db_data:/var/lib/mysql]
    restart: always
    environment: [MYSQL_ROOT_PASSWORD=somewordpress, MYSQL_DATABASE=wordpress]
    expose: [3306, 33060]
  wordpress:
    image: wordpress:latest
    volumes: [wp_data:/var/www/html]
    ports: ["80:80"]
    restart: always
volumes: {db_data: {}, wp_data: {}}
`,
  },
  {
    file: 'monitoring/docker-compose.yml',
    text: `version: '3.8'
services:
  prometheus:
    image: prom/prometheus:v2.54.1
    user: root
    command: [--config.file=/etc/prometheus/prometheus.yml, --storage.tsdb.retention.time=30d]
    volumes:
      - ./prometheus/:/etc/prometheus/
      - prometheus_data:/prometheus
      - /etc/localtime:/etc/localtime:ro
  grafana:
    image: grafana/grafana:11.2.0
    environment: {GF_SECURITY_ADMIN_PASSWORD: '\${GRAFANA_PASSWORD:?}'}
    healthcheck: {test: 'curl -f http://localhost:3000/api/health || exit 1'}
  backup:
    image: offen/docker-volume-backup:v2
    environment: {BACKUP_CRON_EXPRESSION: '0 2 * * *'}
    volumes: [prometheus_data:/backup/prometheus:ro]
volumes: {prometheus_data: {}}
`,
  },
  {
    file: 'vpn/compose.yaml',
    text: `services:
  wireguard:
    image: lscr.io/linuxserver/wireguard:1.0.20210914
    cap_add: [NET_ADMIN]
    volumes: [./config:/config, /lib/modules:/lib/modules:ro]
    sysctls: {net.ipv4.conf.all.src_valid_mark: 1}
    restart: unless-stopped
  pihole:
    image: pihole/pihole:2024.07.0
    network_mode: host
    cap_add: [NET_ADMIN]
    volumes: [./etc-pihole:/etc/pihole]
`,
  },
  {
    // Whoever has the socket has the host: an honest proxy does, too.
    file: 'proxy/compose.yaml',
    found: ['privilege-escalation/runtime-socket'],
    text: `services:
  traefik:
    image: traefik:v3.1
    command: [--providers.docker=true, --entrypoints.web.address=:80]
    ports: ["80:80"]
    volumes: [/var/run/docker.sock:/var/run/docker.sock:ro]
`,
  },
  {
    file: 'jobs/redis.nomad.hcl',
    text: `job "redis" {
  datacenters = ["dc1"]
  group "cache" {
    network { port "db" { to = 6379 } }
    task "redis" {
      driver = "docker"
      config {
        image = "redis:7"
        ports = ["db"]
        auth_soft_fail = true
      }
    }
  }
}
`,
  },
  {
    file: 'jobs/prune.nomad.hcl',
    text: `job "docker-prune" {
  type = "sysbatch"
  periodic {
    cron = "@daily"
    prohibit_overlap = true
  }
  group "prune" {
    task "prune" {
      driver = "raw_exec"
      config {
        command = "/usr/bin/docker"
        args = ["system", "prune", "--force", "--filter", "until=72h"]
      }
    }
  }
}
`,
  },
  {
    file: 'jobs/node-exporter.nomad.hcl',
    text: `job "node-exporter" {
  type = "system"
  group "exporter" {
    network { mode = "host" }
    task "exporter" {
      driver = "docker"
      config {
        image        = "prom/node-exporter:v1.8.2"
        network_mode = "host"
        pid_mode     = "host"
        args         = ["--path.rootfs=/host"]
        volumes      = ["/:/host:ro,rslave"]
      }
    }
  }
}
`,
  },
  {
    file: 'jobs/csi.nomad.hcl',
    text: `job "plugin-nfs-nodes" {
  type = "system"
  group "nodes" {
    task "plugin" {
      driver = "docker"
      config {
        image        = "registry.k8s.io/sig-storage/nfsplugin:v4.9.0"
        args         = ["--endpoint=unix://csi/csi.sock", "--nodeid=\${attr.unique.hostname}"]
        network_mode = "host"
        privileged   = true
      }
      csi_plugin {
        id        = "nfs"
        type      = "node"
        mount_dir = "/csi"
      }
    }
  }
}
`,
  },
  {
    file: 'ecs/web.json',
    text: JSON.stringify({
      family: 'web',
      networkMode: 'awsvpc',
      containerDefinitions: [
        {
          name: 'web',
          image: 'public.ecr.aws/nginx/nginx:1.27',
          command: ['nginx', '-g', 'daemon off;'],
          healthCheck: { command: ['CMD-SHELL', 'curl -f http://localhost/ || exit 1'] },
          environment: [{ name: 'TZ', value: 'UTC' }],
        },
        {
          name: 'log-router',
          image: 'public.ecr.aws/aws-observability/aws-for-fluent-bit:stable',
          essential: false,
          user: '0',
        },
      ],
    }),
  },
  {
    file: 'units/nextcloud.container',
    text: `[Unit]
Description=Nextcloud
[Container]
Image=docker.io/library/nextcloud:29
AutoUpdate=registry
PublishPort=127.0.0.1:8080:80
Volume=nextcloud.volume:/var/www/html:Z
Environment=NEXTCLOUD_TRUSTED_DOMAINS=cloud.example
Secret=db,type=env,target=MYSQL_PASSWORD
[Service]
Restart=always
[Install]
WantedBy=default.target
`,
  },
  {
    file: 'units/registry.service',
    text: `[Unit]
After=docker.service
Requires=docker.service
[Service]
TimeoutStartSec=0
Restart=always
ExecStartPre=-/usr/bin/docker stop %n
ExecStartPre=-/usr/bin/docker rm %n
ExecStartPre=/usr/bin/docker pull registry:2
ExecStart=/usr/bin/docker run --rm --name %n -p 5000:5000 -v registry:/var/lib/registry registry:2
[Install]
WantedBy=multi-user.target
`,
  },
  {
    file: '/etc/cron.d/shop',
    text: `SHELL=/bin/bash
*/5 * * * * root docker exec --user www-data nextcloud-app php -f /var/www/html/cron.php
0 3 * * * root docker run --rm --volumes-from db -v /srv/backup:/backup alpine tar czf /backup/db-$(date +\\%F).tgz /var/lib/mysql
15 4 * * 0 root cd /srv/shop && docker compose pull -q && docker compose up -d && docker image prune -f
30 1 * * * root docker run --rm -v letsencrypt:/etc/letsencrypt certbot/certbot renew --quiet && docker exec nginx nginx -s reload
*/10 * * * * deploy kubectl -n shop exec deploy/worker -- bin/console queue:retry --all
`,
  },
];
