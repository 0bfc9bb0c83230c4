import { createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'

/** What the Secret Service calls this way of hiding secrets from whoever watches the bus. */
export const transportAlgorithm = 'dh-ietf1024-sha256-aes128-cbc-pkcs7'

/** The Second Oakley Group of RFC 2409, which the Secret Service specification names; generator 2. */
const prime = BigInt(
  '0xffffffffffffffffc90fdaa22168c234c4c6628b80dc1cd129024e088a67cc74' +
    '020bbea63b139b22514a08798e3404ddef9519b3cd3a431b302b0a6df25f1437' +
    '4fe1356d6d51c245e485b576625e7ec6f44c42e9a637ed6b0bff5cb6f406b7ed' +
    'ee386bfb5a899fa5ae9f24117c4b1fe649286651ece65381ffffffffffffffff',
)
const primeBytes = 128
/** More than twice the strength of the group, which is what a secret exponent needs. */
const exponentBytes = 32

/** Our half of an agreement on a key. */
export interface TransportKey {
  /** To be sent to the service. */
  readonly publicKey: Buffer
  /** Puts it together with the service's half. Throws for what cannot be one. */
  agree(theirPublicKey: Buffer): Decrypt
}

/**
 * Undoes what the service did to a secret (Secret Service API 0.2, "Negotiating the encryption").
 * Throws when the two halves do not belong together.
 */
export type Decrypt = (iv: Buffer, encrypted: Buffer) => Buffer

/**
 * Draws a key for one session. The powers are taken here because Node's own class proves at every
 * use that the prime is one (50 ms and more), and Electron's does not know this group by name.
 */
export function drawTransportKey(): TransportKey {
  const exponent = toNumber(randomBytes(exponentBytes))
  return {
    publicKey: toBytes(power(2n, exponent)),
    agree: (theirPublicKey) => {
      const theirs = toNumber(theirPublicKey)
      if (theirs < 2n || theirs > prime - 2n) throw new Error('not a public key of this group')
      const shared = toBytes(power(theirs, exponent))
      const key = Buffer.from(hkdfSync('sha256', shared, Buffer.alloc(0), Buffer.alloc(0), 16))
      return (iv, encrypted) => {
        const decipher = createDecipheriv('aes-128-cbc', key, iv)
        return Buffer.concat([decipher.update(encrypted), decipher.final()])
      }
    },
  }
}

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n
  let square = base
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if ((rest & 1n) === 1n) result = (result * square) % prime
    square = (square * square) % prime
  }
  return result
}

function toNumber(bytes: Buffer): bigint {
  return BigInt(`0x${bytes.toString('hex') || '0'}`)
}

function toBytes(number: bigint): Buffer {
  return Buffer.from(number.toString(16).padStart(primeBytes * 2, '0'), 'hex')
}
