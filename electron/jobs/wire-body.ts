import type { JobSpec } from '../../shared/domain/job.ts'
import type { Secret } from '../redaction/secret.ts'

/** Where an image names a Space instead of a registry (huggingface_hub's `_jobs_api.py`). */
const spacePrefix = /^(?:https:\/\/)?(?:huggingface\.co|hf\.co)\/spaces\//

/**
 * Puts a script's text into a file of its own and runs it. The text is an argument, so nothing of it is
 * ever read by the shell; no bucket has to be made and filled, and nothing stays behind.
 */
export const unpackAndRun = 'printf %s "$1" | base64 -d > "/tmp/$0" && shift && exec uv run "$@"'

/** The body of a request for a job, with `value` in the place of each secret. */
function bodyOf(spec: JobSpec, value: (name: string) => string): Record<string, unknown> {
  const { work, labels, volumes, ports, timeoutSeconds } = spec
  const secrets = Object.keys(spec.secrets)
  return {
    command: commandOf(spec),
    arguments: [],
    environment: spec.environment,
    flavor: spec.flavor,
    ...(secrets.length > 0 && {
      secrets: Object.fromEntries(secrets.map((name) => [name, value(name)])),
    }),
    ...(timeoutSeconds !== null && { timeoutSeconds }),
    ...(Object.keys(labels).length > 0 && { labels }),
    ...(volumes.length > 0 && { volumes }),
    ...(ports.length > 0 && { expose: { ports } }),
    ...(spacePrefix.test(work.image)
      ? { spaceId: work.image.replace(spacePrefix, '') }
      : { dockerImage: work.image }),
  }
}

/**
 * The body as it goes over the wire: the one place where a secret's text is put into a job. Every name
 * in the specification has to be among the values.
 */
export function wireBody(
  spec: JobSpec,
  values: ReadonlyMap<string, Secret>,
): Record<string, unknown> {
  return bodyOf(spec, (name) => {
    const value = values.get(name)
    if (value === undefined) throw new Error(`No value was found for the secret ${name}.`)
    return value.reveal()
  })
}

/** The same body with each secret named instead of given: for eyes, and never sent. */
export function shownBody(spec: JobSpec): Record<string, unknown> {
  return bodyOf(spec, (name) => {
    const secret = spec.secrets[name]
    if (secret?.from !== 'account') return '(as given)'
    return `(the ${secret.provider} token of ${secret.account ?? 'the account in force'})`
  })
}

function commandOf({ work }: JobSpec): readonly string[] {
  if (work.kind === 'command') return work.command
  const options = [
    ...work.dependencies.flatMap((dependency) => ['--with', dependency]),
    ...(work.python === null ? [] : ['--python', work.python]),
  ]
  const { source } = work
  if (source.kind === 'url') return ['uv', 'run', ...options, source.url, ...work.arguments]
  const name = safeName(source.name)
  const packed = Buffer.from(source.text).toString('base64')
  const words = [...options, `/tmp/${name}`, ...work.arguments]
  return ['sh', '-c', unpackAndRun, name, packed, ...words]
}

function safeName(name: string): string {
  const base = name.split(/[\\/]/).at(-1) ?? ''
  const safe = base.replace(/[^\w.-]/g, '_').replace(/^[.-]+/, '')
  return safe.endsWith('.py') ? safe : `${safe === '' ? 'script' : safe}.py`
}
