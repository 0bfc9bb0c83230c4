import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { z } from 'zod'
import { readJson, updateJson, type JsonFile } from '../files/json-file.ts'
import type { OAuthPair } from '../providers/oauth.ts'
import type { Secret } from '../redaction/secret.ts'
import type { CredentialNeeds } from './needs.ts'

/** More than a person has log-ins. Older notes were left by log-ins that are gone. */
const mostNotes = 20
const tagBytes = 16

const NoteSchema = z.object({
  /** Base64; both are new for each note. */
  salt: z.string().max(100),
  nonce: z.string().max(100),
  /** Base64 of the pair, encrypted, with its authentication tag behind it. */
  sealed: z.string().max(128 * 1024),
})
type Note = z.infer<typeof NoteSchema>

const NotesSchema = z.object({ version: z.literal(1), notes: z.array(NoteSchema).max(mostNotes) })
type Notes = z.infer<typeof NotesSchema>

/** What is sealed: only somebody who holds the vault's older refresh token ever parses it. */
const PairSchema = z.object({
  access: z.string().min(1),
  refresh: z.string().min(1).nullable(),
  expiresAt: z.iso.datetime(),
})

type PairNeeds = Pick<CredentialNeeds, 'paths' | 'clock' | 'log' | 'redactor'>

/** Pairs of this process that not even the note could be written of, by the token they replace. */
const unwritten: { readonly spent: Secret; readonly pair: OAuthPair }[] = []

/**
 * Notes a pair that the Hub has just granted, before it goes into the vault: the vault may close in
 * that very moment, and the Hub takes the `spent` refresh token no second time. The note
 * (`renewed-log-ins.json`, state folder) is sealed with a key made of that token (HKDF-SHA256, AES-256-GCM), so
 * it is worth nothing without the vault. Never throws: what cannot be noted is held in memory.
 */
export async function keepRenewed(pair: OAuthPair, spent: Secret, needs: PairNeeds): Promise<void> {
  const note = seal(pair, spent)
  try {
    await updateJson(
      notesIn(needs.paths),
      ({ notes }) => ({ version: 1 as const, notes: [note, ...notes].slice(0, mostNotes) }),
      needs,
    )
  } catch {
    needs.log.warn('A renewed log-in could not be noted; it is held in memory until it is stored.')
    unwritten.push({ spent, pair })
  }
}

/** The pair that was granted for this refresh token and may not have reached the vault; null when there is none. */
export async function findRenewed(spent: Secret, needs: PairNeeds): Promise<OAuthPair | null> {
  const held = unwritten.find((one) => one.spent.equals(spent))
  if (held !== undefined) return held.pair
  const content = await readJson(notesIn(needs.paths)).catch(() => null)
  for (const note of content?.value.notes ?? []) {
    const pair = open(note, spent, needs)
    if (pair !== null) return pair
  }
  return null
}

/** Takes the note away once the vault holds its pair. A note that stays opens nothing any more. */
export async function forgetRenewed(spent: Secret, needs: PairNeeds): Promise<void> {
  const at = unwritten.findIndex((one) => one.spent.equals(spent))
  if (at !== -1) unwritten.splice(at, 1)
  const change = ({ notes }: Notes): Notes | null => {
    const others = notes.filter((note) => open(note, spent, needs) === null)
    return others.length === notes.length ? null : { version: 1, notes: others }
  }
  await updateJson(notesIn(needs.paths), change, needs).catch(() => {
    needs.log.warn('The note of a renewed log-in could not be removed.')
  })
}

function seal({ access, refresh, expiresAt }: OAuthPair, spent: Secret): Note {
  const [salt, nonce] = [randomBytes(16), randomBytes(12)]
  const cipher = createCipheriv('aes-256-gcm', keyFrom(spent, salt), nonce)
  const text = JSON.stringify({
    access: access.reveal(),
    refresh: refresh?.reveal() ?? null,
    expiresAt: expiresAt.toISOString(),
  })
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()])
  const [saltText, nonceText] = [salt.toString('base64'), nonce.toString('base64')]
  return { salt: saltText, nonce: nonceText, sealed: sealed.toString('base64') }
}

/** Null for a note that was sealed with another token, or was changed. */
function open(note: Note, spent: Secret, { redactor }: PairNeeds): OAuthPair | null {
  try {
    const key = keyFrom(spent, Buffer.from(note.salt, 'base64'))
    const sealed = Buffer.from(note.sealed, 'base64')
    const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(note.nonce, 'base64'), {
      authTagLength: tagBytes,
    })
    decipher.setAuthTag(sealed.subarray(-tagBytes))
    const text = decipher.update(sealed.subarray(0, -tagBytes), undefined, 'utf8')
    const pair = PairSchema.parse(JSON.parse(text + decipher.final('utf8')))
    return {
      access: redactor.guard(pair.access),
      refresh: pair.refresh === null ? null : redactor.guard(pair.refresh),
      expiresAt: new Date(pair.expiresAt),
    }
  } catch {
    return null
  }
}

function keyFrom(spent: Secret, salt: Buffer): Buffer {
  return Buffer.from(hkdfSync('sha256', spent.reveal(), salt, 'hubkey renewed log-in', 32))
}

function notesIn({ state }: PairNeeds['paths']): JsonFile<Notes> {
  return {
    path: join(state, 'renewed-log-ins.json'),
    schema: NotesSchema,
    version: 1,
    empty: { version: 1, notes: [] },
    maxBytes: 4 * 1024 * 1024,
  }
}
