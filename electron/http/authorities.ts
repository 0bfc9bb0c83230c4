import { X509Certificate } from 'node:crypto'
import { AppFailure } from '../../shared/errors.ts'
import { variable } from '../environment.ts'
import { readBounded } from '../files/read-bounded.ts'
import type { Environment } from '../ports.ts'

/**
 * Files with further certificate authorities: Node's own variable, which Electron ignores in a
 * release, and those that users of OpenSSL and of Python's tools have set already.
 */
const variables = [
  'NODE_EXTRA_CA_CERTS',
  'SSL_CERT_FILE',
  'REQUESTS_CA_BUNDLE',
  'CURL_CA_BUNDLE',
] as const
/** A bundle of every public authority has a quarter of a megabyte. */
const maxBytes = 4 * 1024 * 1024

/** Whether the environment names further authorities. */
export function namesAuthorities(env: Environment): boolean {
  return variables.some((name) => variable(env, name) !== null)
}

/**
 * Certificates to trust, in PEM: the built-in ones and those of the files named. Null when there
 * are no others. A file that cannot be read or understood adds nothing: trusting fewer is safe, and
 * a connection that needed it then says that it could not be trusted.
 */
export async function readAuthorities(env: Environment): Promise<readonly string[] | null> {
  const paths = new Set(variables.flatMap((name) => variable(env, name) ?? []))
  const extra = (await Promise.all([...paths].map(readCertificates))).flat()
  if (extra.length === 0) return null
  // Loaded here, because it takes a short command a twentieth of its time; and not by `import()`,
  // which a bundle run from the code cache cannot do.
  const { rootCertificates } = process.getBuiltinModule('node:tls')
  return [...rootCertificates, ...extra]
}

async function readCertificates(path: string): Promise<readonly string[]> {
  try {
    const file = await readBounded(path, { maxBytes, trust: 'shared' })
    const blocks = file?.text.match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g)
    return (blocks ?? []).filter(isCertificate)
  } catch (cause) {
    if (cause instanceof AppFailure) return []
    throw cause
  }
}

/** One block that is no certificate would make the whole list unusable. */
function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).raw.length > 0
  } catch {
    return false
  }
}
