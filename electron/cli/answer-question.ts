import { isAbsolute } from 'node:path'
import { Readable, Writable } from 'node:stream'
import { z } from 'zod'
import { version } from '../../package.json'
import type { Core } from '../app/core.ts'
import { findPaths } from '../environment.ts'
import { readHfEnvironment } from '../hf-environment.ts'
import { createFetch } from '../http/network-fetch.ts'
import { findBusAddress } from '../keyring/bus-address.ts'
import { readKeyringPolicy } from '../keyring/policy.ts'
import type { Environment, Paths } from '../ports.ts'
import { isAnswered, mostInputBytes, type Answer, type Question } from './app-socket.ts'

const QuestionSchema: z.ZodType<Question> = z.strictObject({
  version: z.string().max(100),
  argv: z.array(z.string().max(100)).max(10),
  env: z.record(z.string(), z.string()),
  self: z.strictObject({ node: z.string().max(4096), script: z.string().max(4096) }),
  input: z.string().max(mostInputBytes),
})

/**
 * Runs a command for the program that asks, with the environment of that program, and resolves to what it would have
 * printed. Null for whatever is no question, and for what might come out otherwise than there: then the
 * program does it itself.
 */
export async function answerQuestion(
  line: string,
  core: Core,
  signal: AbortSignal,
): Promise<Answer | null> {
  const question = parseQuestion(line)
  if (question === null || question.version !== version || !isAnswered(question.argv)) return null
  const { argv, env, self, input } = question
  const paths = findPaths(env)
  if (!isSameHere(env, paths, core)) return null
  const { runCli } = await import('./run-cli.ts')
  const [stdout, stderr] = [collect(), collect()]
  const { host, clock } = core.ports
  const code = await runCli(argv, version, {
    ports: { env, paths, host, clock, fetch: createFetch(env) },
    kept: { redactor: core.redactor, log: core.log, keyring: core.credentials.keyring },
    io: { stdin: Readable.from([Buffer.from(input)]), ...{ stdout, stderr } },
    self,
    signal,
  })
  return { code, stdout: stdout.text(), stderr: stderr.text() }
}

function parseQuestion(line: string): Question | null {
  try {
    const parsed = QuestionSchema.safeParse(JSON.parse(line))
    return parsed.success ? parsed.data : null
  } catch {
    return null
  }
}

/** The same install and the same keyring; and no path that depends on the folder in which the program was started. */
function isSameHere(env: Environment, paths: Paths, { ports }: Core): boolean {
  if (paths.state !== ports.paths.state) return false
  if (findBusAddress(env) !== findBusAddress(ports.env)) return false
  if (readKeyringPolicy(env) !== readKeyringPolicy(ports.env)) return false
  const { home, tokenPath, cache } = readHfEnvironment(env, paths.home)
  return [paths.home, paths.config, paths.state, home, tokenPath, cache].every(isAbsolute)
}

function collect(): Writable & { text(): string } {
  const chunks: Buffer[] = []
  const stream = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      chunks.push(chunk)
      done()
    },
  })
  return Object.assign(stream, { text: () => Buffer.concat(chunks).toString('utf8') })
}
