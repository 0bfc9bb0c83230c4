import { spawn, type ChildProcess } from 'node:child_process'
import { constants } from 'node:os'
import type { Readable, Writable } from 'node:stream'
import { providerFacts, type ProviderId } from '../../../shared/domain/provider.ts'
import { errors, fail } from '../../../shared/errors.ts'
import { factsFor } from '../../credentials/facts.ts'
import { tokenToSend } from '../../credentials/token-to-send.ts'
import { secretEnvironment, type ProviderSecret } from '../../launcher/secret-environment.ts'
import type { Redactor } from '../../redaction/redactor.ts'
import type { Context } from '../context.ts'

interface ExecOptions {
  readonly command: readonly [string, ...string[]]
  /** Null: every one that Hubkey knows. */
  readonly providers: readonly ProviderId[] | null
  readonly mask: boolean
}

/** What shells answer for a command that exists but cannot be run, and for one that does not exist. */
const cannotRun = 126
const notFound = 127
/** Shells report a command that was ended by signal N as 128 + N. */
const signalBase = 128

/**
 * `hubkey exec -- COMMAND`: runs a command with the stored secrets in its environment, its output
 * masked while it streams. Resolves to the command's own exit code. Throws `no-token` when there
 * is no secret to give.
 */
export async function exec(options: ExecOptions, context: Context): Promise<number> {
  const { core, io } = context
  const secrets = await collectSecrets(options.providers, context)
  const [file, ...args] = options.command
  const output = options.mask ? 'pipe' : 'inherit'
  const child = spawn(file, args, {
    env: { ...core.ports.env, ...secretEnvironment(secrets, core.ports.env) },
    stdio: ['inherit', output, output],
  })
  const stopForwarding = forwardSignals(child)
  try {
    const [code] = await Promise.all([
      exitOf(child, file),
      copyMasked(child.stdout, io.stdout, core.redactor),
      copyMasked(child.stderr, io.stderr, core.redactor),
    ])
    return code
  } finally {
    stopForwarding()
  }
}

async function collectSecrets(
  chosen: readonly ProviderId[] | null,
  { core }: Context,
): Promise<readonly ProviderSecret[]> {
  const found: ProviderSecret[] = []
  const labels: string[] = []
  const providers = chosen ?? (await everyProvider(core))
  for (const provider of providers) {
    const token = await tokenToSend({ provider }, core.credentials)
    const facts = await factsFor(provider, core.credentials)
    if (token !== null) found.push({ variables: facts.environment, secret: token.secret })
    labels.push(facts.label)
  }
  if (found.length === 0) throw fail(errors.noToken(labels.join(' or ')))
  return found
}

async function everyProvider({ credentials }: Context['core']): Promise<readonly ProviderId[]> {
  return [...Object.values(providerFacts), ...(await credentials.customProviders())].map(
    ({ id }) => id,
  )
}

async function copyMasked(from: Readable | null, to: Writable, redactor: Redactor): Promise<void> {
  if (from === null) return
  const stream = redactor.stream()
  for await (const chunk of from as AsyncIterable<Buffer>) {
    const masked = stream.push(chunk)
    if (masked.length > 0 && !to.write(masked)) await drained(to)
  }
  to.write(stream.flush())
}

async function drained(stream: Writable): Promise<void> {
  return new Promise((resolve) => {
    stream.once('drain', resolve)
  })
}

async function exitOf(child: ChildProcess, file: string): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once('error', (cause: NodeJS.ErrnoException) => {
      if (cause.code === 'ENOENT') resolve(notFound)
      else if (cause.code === 'EACCES') resolve(cannotRun)
      else reject(fail(errors.badInput(`${file} could not be started.`)))
    })
    child.once('exit', (code, signal) => {
      resolve(code ?? signalBase + (signal === null ? 0 : constants.signals[signal]))
    })
  })
}

/** Ctrl-C reaches the whole terminal group already; the others must be passed on. */
function forwardSignals(child: ChildProcess): () => void {
  const signals = ['SIGTERM', 'SIGHUP', 'SIGUSR1', 'SIGUSR2'] as const
  const forward = (signal: NodeJS.Signals): void => {
    child.kill(signal)
  }
  const ignore = (): void => undefined
  for (const signal of signals) process.on(signal, forward)
  process.on('SIGINT', ignore)
  return () => {
    for (const signal of signals) process.off(signal, forward)
    process.off('SIGINT', ignore)
  }
}
