import {
  JobSpecSchema,
  type JobSecret,
  type JobSpec,
  type JobWork,
} from '../../shared/domain/job.ts'
import { defaultScriptImage } from '../../shared/domain/job-facts.ts'
import { errors, fail } from '../../shared/errors.ts'
import { readBounded } from '../files/read-bounded.ts'
import { providerOf, readSecret } from '../jobs/job-secrets.ts'
import { readTimeout } from '../jobs/timeout.ts'

/** What a job's words share. */
export interface JobWords {
  readonly flavor: string
  readonly timeout?: string
  readonly env: readonly string[]
  readonly secret: readonly string[]
  readonly secretsFile?: string
  readonly label: readonly string[]
  readonly namespace?: string
  readonly image?: string
  readonly with?: readonly string[]
  readonly python?: string
  readonly port: readonly string[]
}

const maxScriptBytes = 64 * 1024
const maxSecretsBytes = 256 * 1024

/** A command in an image. Throws `bad-input`. */
export async function readCommandSpec(
  image: string,
  command: readonly string[],
  words: JobWords,
): Promise<JobSpec> {
  return await readSpec({ kind: 'command', image, command: [...command] }, words)
}

/** A script: a file of this machine, or an address. Throws `bad-input`. */
export async function readScriptSpec(
  script: string,
  args: readonly string[],
  words: JobWords,
): Promise<JobSpec> {
  const source = /^https?:\/\//.test(script)
    ? ({ kind: 'url', url: script } as const)
    : ({ kind: 'text', name: script, text: await readScript(script) } as const)
  const work = {
    kind: 'script' as const,
    source,
    image: words.image ?? defaultScriptImage,
    dependencies: [...(words.with ?? [])],
    python: words.python ?? null,
    arguments: [...args],
  }
  return await readSpec(work, words)
}

async function readSpec(work: JobWork, words: JobWords): Promise<JobSpec> {
  const spec = {
    work,
    flavor: words.flavor,
    timeoutSeconds: words.timeout === undefined ? null : readTimeout(words.timeout),
    environment: pairs(words.env, 'An environment variable is given as NAME=VALUE.'),
    secrets: {
      ...(await readSecretsFile(words.secretsFile)),
      ...Object.fromEntries(words.secret.map(readSecretWord)),
    },
    labels: pairs(words.label, 'A label is given as NAME=VALUE.'),
    namespace: words.namespace ?? null,
    volumes: [],
    ports: words.port.map(Number),
  }
  const parsed = JobSpecSchema.safeParse(spec)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw fail(errors.badInput(`${issue?.path.join('.') ?? 'job'}: ${issue?.message ?? ''}`))
}

/**
 * `NAME` takes the token in force, or `NAME` of our own environment; `NAME=ACCOUNT` that account's token. A value
 * is never taken from the command line, where other users of the machine could read it.
 */
function readSecretWord(word: string): [string, JobSecret] {
  const [, name, account] = /^([A-Za-z]\w{0,199})(?:=(.{1,100}))?$/.exec(word) ?? []
  if (name === undefined) {
    throw fail(errors.badInput('A secret is given as NAME or NAME=ACCOUNT, never with its value.'))
  }
  const secret = readSecret(`$${name}`)
  if (account === undefined && secret.from === 'account') return [name, secret]
  if (account === undefined) {
    throw fail(
      errors.badInput(`Hubkey keeps no token for ${name}: name an account, or use --secrets-file.`),
    )
  }
  if (account.startsWith('$')) return [name, readSecret(account)]
  return [name, { from: 'account', provider: providerOf(name) ?? 'huggingface', account }]
}

/** A file of `NAME=VALUE` lines, where a value may be `$HF_TOKEN`. */
async function readSecretsFile(path: string | undefined): Promise<Record<string, JobSecret>> {
  if (path === undefined) return {}
  const file = await readBounded(path, { maxBytes: maxSecretsBytes, trust: 'shared' })
  if (file === null) throw fail(errors.badInput(`There is no file ${path}.`))
  const lines = file.text.split(/\r?\n/).filter((line) => !/^\s*(?:#|$)/.test(line))
  return Object.fromEntries(
    lines.map((line) => {
      const [, name, value] =
        /^\s*(?:export\s+)?([A-Za-z]\w{0,199})\s*=\s*(.*?)\s*$/.exec(line) ?? []
      if (name === undefined)
        throw fail(errors.badInput(`${path} holds a line that is not NAME=VALUE.`))
      return [name, readSecret((value ?? '').replace(/^(["'])(.*)\1$/, '$2'))]
    }),
  )
}

/** A script's text. Throws `bad-input` where there is none, and as `readBounded` does. */
export async function readScript(path: string): Promise<string> {
  const file = await readBounded(path, { maxBytes: maxScriptBytes, trust: 'shared' })
  if (file === null) throw fail(errors.badInput(`There is no script ${path}.`))
  return file.text
}

function pairs(words: readonly string[], sentence: string): Record<string, string> {
  return Object.fromEntries(
    words.map((word) => {
      const at = word.indexOf('=')
      if (at < 1) throw fail(errors.badInput(sentence))
      return [word.slice(0, at), word.slice(at + 1)]
    }),
  )
}
