import { z } from 'zod'
import type { Secret } from '../../redaction/secret.ts'
import type { SinkNeeds } from '../sink.ts'
import { hostIn, keyUsername, notFound, registryOf } from './registry.ts'

/** What docker reads on standard output. An error is a text there, too, and the exit code 1. */
export interface DockerAnswer {
  readonly ok: boolean
  /** May hold a key. */
  readonly text: string
}

/** The key in force; null when there is none. What it throws passes through. */
type FindKey = () => Promise<Secret | null>

interface AnswerNeeds extends Pick<SinkNeeds, 'env'> {
  readonly version: string
}

/** What docker hands over to be stored; the names are its own. */
const StoredSchema = z.object({
  ServerURL: z.string().default(''),
  Username: z.string().default(''),
  Secret: z.string().default(''),
})

const usage =
  'Usage: docker-credential-hubkey <store|get|erase|list|version>, on behalf of docker.\n' +
  'Set it up: hubkey sinks --on docker --as helper'

/**
 * Answers docker's protocol for credential helpers (docker-credential-helpers, `credentials.go`) for
 * NVIDIA's registry alone; for every other it has nothing. The key is asked for only when it is
 * needed. Docker can neither change nor empty the vault: to `store` another key, or to `erase` the one
 * that is given, is refused with the command that does it.
 */
export async function answerDocker(
  { verb, input }: { readonly verb: string | null; readonly input: string },
  key: FindKey,
  needs: AnswerNeeds,
): Promise<DockerAnswer> {
  switch (verb) {
    case null:
      return failed(usage)
    case 'get':
      return await get(input, key, needs)
    case 'store':
      return await store(input, key, needs)
    case 'erase':
      return await erase(input, key, needs)
    case 'list':
      return done(
        JSON.stringify((await key()) === null ? {} : { [registryOf(needs)]: keyUsername }),
      )
    case 'version':
    case '--version':
      return done(`docker-credential-hubkey ${needs.version}`)
    default:
      return failed(`unknown credential action \`${verb.slice(0, 40)}\``)
  }
}

async function get(input: string, key: FindKey, needs: AnswerNeeds): Promise<DockerAnswer> {
  const ServerURL = input.trim()
  if (ServerURL === '') return failed(noServer)
  const secret = isOurs(ServerURL, needs) ? await key() : null
  if (secret === null) return failed(notFound)
  return done(JSON.stringify({ ServerURL, Username: keyUsername, Secret: secret.reveal() }))
}

async function store(input: string, key: FindKey, needs: AnswerNeeds): Promise<DockerAnswer> {
  const given = readStored(input)
  if (given === null) return failed('what is to be stored is not JSON of a credential')
  if (given.ServerURL === '') return failed(noServer)
  if (given.Username === '') return failed('no credentials username')
  if (!isOurs(given.ServerURL, needs)) {
    return failed(`Hubkey keeps keys of ${registryOf(needs)} only.`)
  }
  const held = await key()
  if (held?.reveal() === given.Secret) return done('')
  return failed('Hubkey gives docker the key that it holds. Next: Change it: hubkey login ngc')
}

async function erase(input: string, key: FindKey, needs: AnswerNeeds): Promise<DockerAnswer> {
  if (input.trim() === '') return failed(noServer)
  if (!isOurs(input, needs) || (await key()) === null) return failed(notFound)
  return failed('Hubkey gives docker the key that it holds. Next: Clear it: hubkey clear ngc')
}

const noServer = 'no credentials server URL'

function readStored(input: string): z.infer<typeof StoredSchema> | null {
  try {
    return StoredSchema.parse(JSON.parse(input))
  } catch {
    return null
  }
}

function isOurs(server: string, needs: AnswerNeeds): boolean {
  return hostIn(server) === registryOf(needs)
}

function done(text: string): DockerAnswer {
  return { ok: true, text }
}

function failed(text: string): DockerAnswer {
  return { ok: false, text }
}
