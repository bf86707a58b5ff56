export interface RedisStandIn {
  port: number;
  url: string;
  stop(): Promise<void>;
}

export async function startRedisStandIn(_options: { port?: number } = {}): Promise<RedisStandIn> {
  throw new Error("The Redis stand-in isn't there yet; install redis-server or set REDIS_URL.");
}
