import { engineLabels } from '../../shared/domain/engine-facts.ts'
import type { LaunchRequest } from '../../shared/domain/run.ts'
import { errors, fail } from '../../shared/errors.ts'
import type { Redactor } from '../redaction/redactor.ts'
import { definitionFor } from './engines/table.ts'
import { isCredentialName, isLoaderName } from './forbidden-variables.ts'

/** Flags that put a secret into a command line, which every program of this machine can read. */
const secretFlags = [
  ...['--hf-token', '-hft', '--hf_token', '--api-key', '--api_key', '--admin-api-key', '--token'],
  ...['--ngc-api-key', '--password', '--auth-token', '--huggingface-token'],
]
/** Flags by which a server would listen somewhere else than where Hubkey says. */
const placeFlags = [
  ...['--host', '--hostname', '--port', '-p', '--publish', '-P', '--publish-all', '--network'],
  ...['--net', '--uds'],
]
/** `$HF_TOKEN`, `${HF_TOKEN}`, `$env:HF_TOKEN` and `%HF_TOKEN%`. */
const reference = /\$(?:env:)?\{?([A-Za-z_][A-Za-z0-9_]*)|%([A-Za-z_][A-Za-z0-9_]*)%/g

/**
 * Refuses a launch that would bring a secret where it does not belong, load code into the server
 * behind its back, or let it listen elsewhere. Throws `bad-input` or `secret-in-command`, each with
 * the way to do it right.
 */
export function refuseSettings(
  { engine, settings }: Pick<LaunchRequest, 'engine' | 'settings'>,
  redactor: Pick<Redactor, 'redact'>,
): void {
  if (engine === 'custom' && settings?.command === undefined) {
    throw fail(errors.badInput('The custom engine needs a command.'))
  }
  if (settings === undefined) return
  const { args, command = [], environment, address } = settings
  // The user's own command line says by itself where it listens.
  for (const word of args) refusePlace(word)
  for (const word of [...command, ...args]) refuseWord(word, redactor)
  for (const [name, value] of Object.entries(environment)) refuseVariable(name, value, redactor)
  if (address !== undefined) refuseAddress(address, redactor)
  if (settings.token === 'file' && definitionFor({ engine, settings })?.rereadsToken !== true) {
    throw fail(errors.badInput(`${engineLabels[engine]} reads no token from a file.`))
  }
  const unsupported = unsupportedOf({ engine, settings })
  if (unsupported !== null) {
    throw fail(errors.badInput(`${engineLabels[engine]} cannot be told its ${unsupported}.`))
  }
}

function refusePlace(word: string): void {
  const flag = placeFlags.find((one) => word === one || word.startsWith(`${one}=`))
  if (flag !== undefined) {
    throw fail(
      errors.badInput(
        `“${flag}” is Hubkey’s to say: servers listen on 127.0.0.1 alone. Choose the port with “port”.`,
      ),
    )
  }
}

function refuseWord(word: string, redactor: Pick<Redactor, 'redact'>): void {
  const flag = secretFlags.find((one) => word === one || word.startsWith(`${one}=`))
  if (flag !== undefined) throw fail(errors.secretInCommand(`“${flag}”`))
  if (redactor.redact(word) !== word) throw fail(errors.secretInCommand('A token'))
  for (const [text, first, second] of word.matchAll(reference)) {
    if (isCredentialName(first ?? second ?? '')) throw fail(errors.secretInCommand(`“${text}”`))
  }
  // `--env HF_TOKEN=…` of Docker, `HF_TOKEN=… program` of a shell.
  const name = /^(?:--env=|-e)?([A-Za-z_][A-Za-z0-9_]*)=./.exec(word)?.[1]
  if (name !== undefined && isCredentialName(name)) throw fail(errors.secretInCommand(`“${name}=”`))
}

function refuseVariable(name: string, value: string, redactor: Pick<Redactor, 'redact'>): void {
  if (isLoaderName(name)) {
    throw fail(errors.badInput(`${name} loads code into every program, so no server is given it.`))
  }
  if (isCredentialName(name) || redactor.redact(value) !== value) {
    throw fail(errors.secretInPreset(name))
  }
}

function refuseAddress(address: string, redactor: Pick<Redactor, 'redact'>): void {
  const { username, password, search } = new URL(address)
  const bears = username !== '' || password !== '' || search !== ''
  if (bears || redactor.redact(address) !== address)
    throw fail(errors.secretInCommand('The address'))
}

/** The first setting that this engine has no word for, or null. */
function unsupportedOf({
  engine,
  settings,
}: Pick<LaunchRequest, 'engine' | 'settings'>): string | null {
  const supports = definitionFor({ engine, settings })?.supports
  // What runs elsewhere is told nothing.
  const known = supports ?? (engine === 'embedded' ? ['context', 'gpu'] : [])
  if (settings?.context !== undefined && !known.includes('context')) return 'context'
  if (settings?.gpu !== undefined && !known.includes('gpu')) return 'GPU'
  if (supports === undefined && (settings?.args.length ?? 0) > 0) return 'further words'
  return null
}
