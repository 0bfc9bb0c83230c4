import { chmod, lstat, mkdir, symlink, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import type { GpuChoice } from '../../../shared/domain/launch-settings.ts'
import { variable } from '../../environment.ts'
import { readBounded } from '../../files/read-bounded.ts'
import { readNgcEnvironment } from '../../ngc-environment.ts'
import type { Environment } from '../../ports.ts'
import type { CommandPlan, EngineDefinition } from './definition.ts'

/** The variable that NVIDIA's containers read; the other names of a key stay outside. */
const keyName = 'NGC_API_KEY'
/** What the private helper is called by Docker: it runs `docker-credential-hubkey-run`. */
const helper = 'hubkey-run'

/**
 * NVIDIA's containers. Docker gets the key by its variable's name, never by value: the command line
 * says `--env NGC_API_KEY`. For the pull it gets a configuration of this run's own, whose helper reads
 * the same variable, so that no key is written anywhere and the user's own log-ins stay as they are.
 * What Docker started hears no signal of ours, so it is ended by its name.
 * Source: docs.nvidia.com/nim; docker/cli's `run`, `login` and credential helper protocol.
 */
export const nim: EngineDefinition = {
  id: 'nim',
  programs: ['docker'],
  version: { by: 'program', args: ['--version'] },
  models: 'own',
  supports: ['context', 'gpu', 'revision'],
  secrets: ['ngc'],
  requires: ['ngc'],
  rereadsToken: false,
  inherits: ['DOCKER_HOST', 'DOCKER_CONTEXT', 'DOCKER_TLS_VERIFY', 'DOCKER_CERT_PATH'],
  words: {
    auth: 'The pull from the registry uses the NGC key as a password, and the container reads it again from NGC_API_KEY.',
    leaks: 'docker inspect shows a container’s environment to everyone who may use Docker.',
  },
  command: (plan) => ({
    args: [
      ...['run', '--rm', '--name', containerOf(plan), '--label', `dev.hubkey.run=${plan.run}`],
      ...gpuWords(plan.gpu),
      ...['--shm-size', '16g', '--env', keyName],
      ...(plan.context === null ? [] : ['--env', 'NIM_MAX_MODEL_LEN']),
      ...plan.variables.flatMap((name) => ['--env', name]),
      ...['--volume', `${cacheOf(plan.env)}:/opt/nim/.cache`],
      // The image's own user could not write to a cache of this one.
      ...(process.getuid === undefined ? [] : ['--user', String(process.getuid())]),
      ...['--publish', `127.0.0.1:${plan.port}:8000`],
      ...plan.extra,
      imageOf(plan),
    ],
    environment: plan.context === null ? {} : { NIM_MAX_MODEL_LEN: String(plan.context) },
  }),
  setUp: async ({ env }, folder) => {
    // Docker would make a missing folder of the mount as root.
    await mkdir(cacheOf(env), { recursive: true })
    if (process.platform === 'win32') return {}
    await writeDockerConfig(folder, env)
    const path = [folder, variable(env, 'PATH') ?? ''].filter((part) => part !== '').join(':')
    return { DOCKER_CONFIG: folder, PATH: path }
  },
  elsewhere: (plan) => ({
    stop: ['stop', '--time', '10', containerOf(plan)],
    kill: ['rm', '--force', containerOf(plan)],
  }),
  readiness: { path: '/v1/health/ready', isReady: (status) => status === 200 },
  firstRequest: null,
}

/** A container's name, by which it is found again whatever becomes of its starter. */
function containerOf({ run }: Pick<CommandPlan, 'run'>): string {
  return `hubkey-${run}`
}

/** `meta/llama3-8b-instruct` at `1.0.3` is `nvcr.io/nim/meta/llama3-8b-instruct:1.0.3`. */
function imageOf({ model, revision, env }: CommandPlan): string {
  return `${registryOf(env)}/nim/${model}:${revision === 'main' ? 'latest' : revision}`
}

function registryOf(env: Environment): string {
  return new URL(readNgcEnvironment(env).registry).host
}

function cacheOf(env: Environment): string {
  const wished = variable(env, 'LOCAL_NIM_CACHE')
  if (wished !== null) return wished
  const home = variable(env, 'HOME') ?? homedir()
  return join(variable(env, 'XDG_CACHE_HOME') ?? join(home, '.cache'), 'nim')
}

function gpuWords(gpu: GpuChoice | null): readonly string[] {
  if (gpu === 'none') return []
  // Docker reads the value as a line of CSV, in which a list stands in quotation marks.
  return ['--gpus', gpu === null || gpu === 'all' ? 'all' : `"device=${gpu.join(',')}"`]
}

/** What of the user's own configuration has to come along: which Docker is spoken to. */
const UserConfigSchema = z.object({ currentContext: z.string().max(200).optional() })

async function writeDockerConfig(folder: string, env: Environment): Promise<void> {
  const home = variable(env, 'HOME') ?? homedir()
  const own = variable(env, 'DOCKER_CONFIG') ?? join(home, '.docker')
  const registry = registryOf(env)
  const config = { ...(await contextOf(own)), credHelpers: { [registry]: helper } }
  const mode = { mode: 0o600 }
  await writeFile(join(folder, 'config.json'), `${JSON.stringify(config, null, 2)}\n`, mode)
  const contexts = join(own, 'contexts')
  if (await lstat(contexts).then(() => true, () => false)) await symlink(contexts, join(folder, 'contexts')) // prettier-ignore
  const program = join(folder, `docker-credential-${helper}`)
  await writeFile(program, helperText(registry), { mode: 0o700 })
  await chmod(program, 0o700)
}

async function contextOf(folder: string): Promise<z.infer<typeof UserConfigSchema>> {
  const limits = { maxBytes: 1024 * 1024, trust: 'shared' } as const
  try {
    const found = await readBounded(join(folder, 'config.json'), limits)
    return UserConfigSchema.parse(JSON.parse(found?.text ?? '{}'))
  } catch {
    // Docker itself would do with its default then.
    return {}
  }
}

/** Answers for the one registry, from the variable that Docker has anyway. No key has a character that JSON would escape. */
function helperText(registry: string): string {
  return [
    '#!/bin/sh',
    '[ "$1" = get ] || exit 1',
    'IFS= read -r server || [ -n "$server" ]',
    'case "$server" in',
    `  ${registry}|https://${registry}|https://${registry}/*) ;;`,
    "  *) printf 'credentials not found in native keychain'; exit 1 ;;",
    'esac',
    `printf '{"ServerURL":"%s","Username":"$oauthtoken","Secret":"%s"}' "$server" "$${keyName}"`,
    '',
  ].join('\n')
}
