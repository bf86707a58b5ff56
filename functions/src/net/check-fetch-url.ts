import { isIP } from "node:net";
import { isLoopback, isPublicAddress } from "./address-guard.ts";
import { FetchError } from "./fetch-error.ts";

/**
 * What can be said of a URL before its name is looked up: https (with `allowPrivate` also http), without a
 * password, and no address that may not be asked. Returns it parsed; throws FetchError.
 */
export function checkFetchUrl(text: string, allowPrivate: boolean): URL {
  const url = URL.parse(text);
  const protocols = allowPrivate ? ["https:", "http:"] : ["https:"];
  if (!url || !protocols.includes(url.protocol)) throw new FetchError("url_refused", "not an https URL");
  if (url.username || url.password) throw new FetchError("url_refused", "the URL holds a password");
  // An address in the URL itself is connected to without any look-up.
  const host = url.hostname.replace(/^\[(.*)\]$/, "$1");
  if (isIP(host) && !isAllowedAddress(host, allowPrivate)) throw addressRefused();
  return url;
}

/** Whether we may connect to an IP address; `allowPrivate` adds this machine's own. */
export function isAllowedAddress(address: string, allowPrivate: boolean): boolean {
  return isPublicAddress(address) || (allowPrivate && isLoopback(address));
}

export const addressRefused = () =>
  new FetchError("address_refused", "not an address of the public internet");
