import { join, normalize, sep } from 'node:path'

/** Our pages' own scheme, so that no page needs the privileges of `file://`. */
export const appScheme = 'app'
/** The origin of every page of ours. */
export const appOrigin = `${appScheme}://hubkey`

/** Sent with every reply. A page may load our scripts and styles and reach nothing else. */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ')

/**
 * The origin of an address, or null when it has none to trust. `new URL('app://…').origin` is
 * "null" by the URL standard, hence scheme and host; a user name or port never belongs to us.
 */
export function originOf(address: string): string | null {
  if (!URL.canParse(address)) return null
  const { protocol, host, username, password, port } = new URL(address)
  return username === '' && password === '' && port === '' ? `${protocol}//${host}` : null
}

/** The file that one of our addresses stands for, or null when the address leaves the folder. */
export function fileBehind(address: string, folder: string): string | null {
  if (originOf(address) !== appOrigin) return null
  let path: string
  try {
    path = decodeURIComponent(new URL(address).pathname)
  } catch {
    return null
  }
  if (path.includes('\0') || path.includes('\\')) return null
  const file = normalize(join(folder, path))
  return file.startsWith(folder + sep) ? file : null
}
