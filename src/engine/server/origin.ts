import { isIP } from 'node:net';

/**
 * Who may talk to the engine. A page of another site can reach a loopback port: by its own name
 * for this machine (DNS rebinding), which shows in Host, or by a cross-site request, which shows in
 * Origin.
 */

/** True for the names that mean this machine, and for the host that the engine was told to use. */
export function isOwnHost(hostHeader: string | undefined, configuredHost: string): boolean {
  if (hostHeader === undefined) return false;
  const name = hostNameOf(hostHeader);
  // Told to listen on every address, the engine is reached by whatever addresses it has.
  if (isUnspecified(configuredHost)) return isIP(name) !== 0 || isLoopback(name);
  return isLoopback(name) || name === configuredHost.toLowerCase();
}

/** A page served from this machine, such as an app under development. */
export function isLocalOrigin(origin: string): boolean {
  try {
    const { protocol, hostname } = new URL(origin);
    return /^https?:$/.test(protocol) && isLoopback(hostname.replace(/^\[|\]$/g, ''));
  } catch {
    return false;
  }
}

/** As a browser would send it, or undefined when it is no origin of a page. */
export function parseOrigin(text: string): string | undefined {
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol)) return undefined;
  const hasMore = url.href !== `${url.origin}/`;
  return hasMore ? undefined : url.origin;
}

export function isLoopback(name: string): boolean {
  if (name === 'localhost' || name.endsWith('.localhost') || name === '::1') return true;
  return isIP(name) === 4 && name.startsWith('127.');
}

function isUnspecified(host: string): boolean {
  return host === '0.0.0.0' || host === '::';
}

/** A name, or an address in brackets, with a port or without; empty for whatever else it may be. */
const HOST = /^(?:\[([0-9a-f:.]+(?:%[a-z0-9._-]+)?)\]|([a-z0-9._-]+))(?::\d*)?$/;

function hostNameOf(hostHeader: string): string {
  const [, address, name] = HOST.exec(hostHeader.trim().toLowerCase()) ?? [];
  return address ?? name ?? '';
}
