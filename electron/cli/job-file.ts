import { dirname, isAbsolute, join } from 'node:path'
import { isMap, LineCounter, parseDocument, type Document } from 'yaml'
import { z } from 'zod'
import { defaultScriptImage } from '../../shared/domain/job-facts.ts'
import {
  JobSpecSchema,
  JobVolumeSchema,
  type JobSecret,
  type JobSpec,
} from '../../shared/domain/job.ts'
import { errors, fail } from '../../shared/errors.ts'
import { readBounded } from '../files/read-bounded.ts'
import { providerOf, readSecret } from '../jobs/job-secrets.ts'
import { readTimeout } from '../jobs/timeout.ts'
import { readScript } from './job-options.ts'

/** A job file holds a script of 64 KiB at most, and not much else. */
const maxBytes = 256 * 1024

/** Numbers and truth values are meant as they are written. */
const word = z.union([z.string(), z.number(), z.boolean()]).transform(String)
const words = z.array(word).max(500)
const named = z.record(z.string(), word)

/** `$HF_TOKEN`, a value, or an account by name. */
const secret = z.union([word, z.strictObject({ account: z.string().min(1).max(100) })])

const JobFileSchema = z
  .strictObject({
    /** A file beside this one, an https address, or the script itself over several lines. */
    script: z.string().min(1).optional(),
    dependencies: words.optional(),
    python: word.optional(),
    arguments: words.optional(),
    image: z.string().min(1).optional(),
    command: z.union([z.string().min(1), words.min(1)]).optional(),
    flavor: z.string().min(1).default('cpu-basic'),
    timeout: word.optional(),
    env: named.default({}),
    /** By name; or a list of names, each with the token in force. */
    secrets: z.union([z.record(z.string(), secret), z.array(z.string())]).default({}),
    labels: named.default({}),
    namespace: z.string().optional(),
    volumes: z.array(JobVolumeSchema.extend({ readOnly: z.boolean().default(false) })).default([]),
    ports: z.array(z.number()).default([]),
    schedule: z.string().optional(),
  })
  .refine(({ script, command }) => (script === undefined) !== (command === undefined), {
    error: 'It has either a script or a command.',
  })
  .refine(({ image, command }) => command === undefined || image !== undefined, {
    error: 'A command needs an image.',
    path: ['command'],
  })
type JobFile = z.infer<typeof JobFileSchema>

/** A job that is written down, and the times at which it is wanted. */
export interface ReadJobFile {
  readonly spec: JobSpec
  readonly schedule: string | undefined
}

/**
 * Reads a job file: YAML, where `$HF_TOKEN` among the secrets stands for the token in force. Throws `bad-input` with
 * the line that is wrong; a value is never part of the sentence.
 */
export async function readJobFile(path: string): Promise<ReadJobFile> {
  const file = await readBounded(path, { maxBytes, trust: 'shared' })
  if (file === null) throw fail(errors.badInput(`There is no file ${path}.`))
  const lines = new LineCounter()
  const document = parseDocument(file.text, {
    lineCounter: lines,
    stringKeys: true,
    logLevel: 'silent',
  })
  const where = (at: readonly PropertyKey[]): string => `${path}:${lineOf(document, at, lines)}`
  const [broken] = document.errors
  if (broken !== undefined) {
    const { line } = lines.linePos(broken.pos[0])
    throw fail(errors.badInput(`${path}:${line} is no YAML that Hubkey can read (${broken.code}).`))
  }
  if (!isMap(document.contents)) {
    throw fail(
      errors.badInput(`${path} describes no job: it has to begin with a name such as script:`),
    )
  }
  const parsed = JobFileSchema.safeParse(plain(document, path))
  if (!parsed.success) throw wrong(parsed.error, where)
  const spec = JobSpecSchema.safeParse(await specOf(parsed.data, path, where))
  if (!spec.success) throw wrong(spec.error, (at) => where(at.map(inFile)))
  return { spec: spec.data, schedule: parsed.data.schedule }
}

/** The document as values. Aliases that multiply without end are refused, as is one that names nothing. */
function plain(document: Document, path: string): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 })
  } catch {
    throw fail(errors.badInput(`${path} has aliases (*name) that Hubkey does not follow.`))
  }
}

async function specOf(
  file: JobFile,
  path: string,
  where: (at: readonly PropertyKey[]) => string,
): Promise<unknown> {
  return {
    work: await workOf(file, path),
    flavor: file.flavor,
    timeoutSeconds: timeoutOf(file, where),
    environment: file.env,
    secrets: secretsOf(file),
    labels: file.labels,
    namespace: file.namespace ?? null,
    volumes: file.volumes,
    ports: file.ports,
  }
}

async function workOf(file: JobFile, path: string): Promise<unknown> {
  const { script, command, image, dependencies = [], python, arguments: rest = [] } = file
  if (script === undefined) {
    const typed = typeof command === 'string' ? ['bash', '-c', command] : command
    return { kind: 'command', image, command: typed }
  }
  return {
    kind: 'script',
    source: await sourceOf(script, path),
    image: image ?? defaultScriptImage,
    dependencies,
    python: python ?? null,
    arguments: rest,
  }
}

async function sourceOf(script: string, path: string): Promise<unknown> {
  if (script.includes('\n')) return { kind: 'text', name: 'script.py', text: script }
  if (/^https?:\/\//.test(script)) return { kind: 'url', url: script }
  const file = isAbsolute(script) ? script : join(dirname(path), script)
  return { kind: 'text', name: script, text: await readScript(file) }
}

function timeoutOf(
  { timeout }: JobFile,
  where: (at: readonly PropertyKey[]) => string,
): number | null {
  if (timeout === undefined) return null
  try {
    return readTimeout(timeout)
  } catch {
    throw fail(errors.badInput(`${where(['timeout'])}: a time limit is such as 30m, 2h or 1d.`))
  }
}

function secretsOf({ secrets }: JobFile): Record<string, JobSecret> {
  if (Array.isArray(secrets)) {
    return Object.fromEntries(secrets.map((name) => [name, readSecret(`$${name}`)]))
  }
  return Object.fromEntries(
    Object.entries(secrets).map(([name, value]): [string, JobSecret] => {
      if (typeof value === 'string') return [name, readSecret(value)]
      const provider = providerOf(name) ?? 'huggingface'
      return [name, { from: 'account', provider, account: value.account }]
    }),
  )
}

function wrong(
  { issues: [issue] }: z.ZodError,
  where: (at: readonly PropertyKey[]) => string,
): ReturnType<typeof fail> {
  const at = issue?.path ?? []
  const unknown = issue?.code === 'unrecognized_keys' ? issue.keys[0] : undefined
  const name = [...at, ...(unknown === undefined ? [] : [unknown])]
  const what =
    unknown === undefined ? `${at.join('.')}: ${sentenceOf(issue)}` : `a job has no “${unknown}”.`
  return fail(errors.badInput(`${where(name)}: ${what.replace(/^: /, '')}`))
}

/** Zod's sentences name types and sizes, and no value. */
function sentenceOf(issue: z.core.$ZodIssue | undefined): string {
  return issue?.message ?? 'it is not as a job has it.'
}

/** Where something of the specification stands in the file. */
function inFile(key: PropertyKey): PropertyKey {
  const names: Readonly<Record<string, string>> = { environment: 'env', timeoutSeconds: 'timeout' }
  return names[String(key)] ?? key
}

/** The line of what is at this path, or of the nearest thing around it. */
function lineOf(document: Document, path: readonly PropertyKey[], lines: LineCounter): number {
  for (let length = path.length; length > 0; length -= 1) {
    const holder = document.getIn(path.slice(0, length - 1), true)
    const container = length === 1 ? document.contents : holder
    const key = path[length - 1]
    if (isMap(container)) {
      const pair = container.items.find(({ key: each }) => String(each) === String(key))
      const range = (pair?.key as { range?: readonly number[] } | undefined)?.range
      if (range?.[0] !== undefined) return lines.linePos(range[0]).line
    }
    const node = document.getIn(path.slice(0, length), true) as
      { range?: readonly number[] } | undefined
    if (node?.range?.[0] !== undefined) return lines.linePos(node.range[0]).line
  }
  return 1
}
