import { BlockList, isIP } from "node:net";

/** Only this much of IPv6 is the public internet; tunnels that carry an IPv4 address inside are left out. */
const GLOBAL_IPV6 = subnets("ipv6", ["2000::/3"]);
const SPECIAL_IPV6 = subnets("ipv6", [
  "2001::/23", // Teredo, benchmarking, protocol assignments
  "2001:db8::/32", // documentation
  "2002::/16", // 6to4
  "3ffe::/16", // the former 6bone
  "3fff::/20", // documentation
]);

/** IANA's special-purpose IPv4 registry, multicast and what is reserved. */
const SPECIAL_IPV4 = subnets("ipv4", [
  "0.0.0.0/8", // this network
  "10.0.0.0/8", // private
  "100.64.0.0/10", // carrier-grade NAT
  "127.0.0.0/8", // loopback
  "169.254.0.0/16", // link-local, with the clouds' metadata servers
  "172.16.0.0/12", // private
  "192.0.0.0/24", // protocol assignments
  "192.0.2.0/24", // documentation
  "192.88.99.0/24", // 6to4 relays
  "192.168.0.0/16", // private
  "198.18.0.0/15", // benchmarking
  "198.51.100.0/24", // documentation
  "203.0.113.0/24", // documentation
  "224.0.0.0/4", // multicast
  "240.0.0.0/4", // reserved, broadcast
]);

const LOOPBACK_IPV4 = subnets("ipv4", ["127.0.0.0/8"]);

/** Pure. Whether an IP address belongs to the public internet. What is no address doesn't. */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return !SPECIAL_IPV4.check(address, "ipv4");
  if (family !== 6) return false;
  const bare = address.replace(/%.*$/, "");
  return GLOBAL_IPV6.check(bare, "ipv6") && !SPECIAL_IPV6.check(bare, "ipv6");
}

/** Pure. Whether an IP address is this machine's own. */
export function isLoopback(address: string): boolean {
  return isIP(address) === 4 ? LOOPBACK_IPV4.check(address, "ipv4") : address === "::1";
}

function subnets(family: "ipv4" | "ipv6", ranges: string[]): BlockList {
  const list = new BlockList();
  for (const range of ranges) {
    const [net, prefix] = range.split("/");
    list.addSubnet(net!, Number(prefix), family);
  }
  return list;
}
