import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export interface Broker {
  /** With SASL PLAIN over plain text, on loopback. */
  readonly address: string;
  readonly user: string;
  readonly password: string;
  stop(): Promise<void>;
}

const libraries = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'watchbill/kafka-4.1.1');

/** A real Apache Kafka of one broker, of the jars of Maven Central. undefined: there is no Java or no Maven, or it cannot be had. */
export async function startBroker(
  folder: string,
  ports: readonly [number, number],
): Promise<Broker | undefined> {
  if (!haveLibraries()) return undefined;
  const [user, password] = ['$ConnectionString', 'Endpoint=sb://shop.example/;SharedAccessKey=secret'];
  const [port, controller] = ports;
  const properties = join(folder, 'server.properties');
  writeFileSync(properties, propertiesOf({ folder, port, controller, user, password }));
  const java = [
    '-Xmx512m',
    '-XX:+UseSerialGC',
    '-XX:TieredStopAtLevel=1',
    '-Dorg.slf4j.simpleLogger.defaultLogLevel=error',
  ];
  const at = [...java, '-cp', join(libraries, '*')];
  const format = ['kafka.tools.StorageTool', 'format', '-t', 'WuEbaZUBSZOhqfKSmHbg1g', '-c', properties];
  if (spawnSync('java', [...at, ...format]).status !== 0) return undefined;
  const child = spawn('java', [...at, 'kafka.Kafka', properties], { stdio: 'ignore' });
  for (let tries = 0; !(await answers(port)); tries += 1) {
    if (tries > 600 || child.exitCode !== null) throw new Error('the broker does not answer');
    await sleep(100);
  }
  return {
    address: `127.0.0.1:${port}`,
    user,
    password,
    stop: async () => {
      child.kill('SIGKILL');
      await once(child, 'close');
    },
  };
}

function haveLibraries(): boolean {
  if (spawnSync('java', ['-version']).status !== 0) return false;
  if (existsSync(join(libraries, '.whole'))) return true;
  mkdirSync(libraries, { recursive: true });
  const words = ['-q', '-B', '-f', join(import.meta.dirname, 'pom.xml'), 'dependency:copy-dependencies'];
  if (spawnSync('mvn', [...words, `-DoutputDirectory=${libraries}`]).status !== 0) return false;
  writeFileSync(join(libraries, '.whole'), '');
  return true;
}

function answers(port: number): Promise<boolean> {
  return new Promise(resolve => {
    const socket = connect(port, '127.0.0.1', () => resolve(true));
    socket.once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}

interface Setting {
  readonly folder: string;
  readonly port: number;
  readonly controller: number;
  readonly user: string;
  readonly password: string;
}

function propertiesOf({ folder, port, controller, user, password }: Setting): string {
  const login = `org.apache.kafka.common.security.plain.PlainLoginModule required user_${user}="${password}";`;
  return [
    'process.roles=broker,controller',
    'node.id=1',
    `controller.quorum.voters=1@127.0.0.1:${controller}`,
    `listeners=CLIENTS://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controller}`,
    `advertised.listeners=CLIENTS://127.0.0.1:${port}`,
    'controller.listener.names=CONTROLLER',
    'inter.broker.listener.name=CLIENTS',
    'listener.security.protocol.map=CONTROLLER:PLAINTEXT,CLIENTS:SASL_PLAINTEXT',
    'sasl.enabled.mechanisms=PLAIN',
    'sasl.mechanism.inter.broker.protocol=PLAIN',
    `listener.name.clients.plain.sasl.jaas.config=${login.replace(' required', ` required username="${user}" password="${password}"`)}`,
    `log.dirs=${join(folder, 'data')}`,
    'offsets.topic.replication.factor=1',
    'offsets.topic.num.partitions=1',
    'group.initial.rebalance.delay.ms=0',
    'num.partitions=2',
    '',
  ].join('\n');
}
