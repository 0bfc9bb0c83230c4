import { z } from 'zod'
import { AppFailure, errors, fail, type AppError } from '../../../shared/errors.ts'
import { checkToken } from '../../credentials/normalise.ts'
import { dockerConfigPath, helperOf, readDockerFile } from '../../sinks/docker/docker-config.ts'
import { programOf, readAnswer } from '../../sinks/docker/docker-helper.ts'
import {
  hostIn,
  keyUsername,
  notFound,
  ownHelper,
  registryOf,
} from '../../sinks/docker/registry.ts'
import { memberRange } from '../json-text.ts'
import { whyNotAsk } from '../may-ask.ts'
import { parseJson } from '../parse-json.ts'
import { runQuietly } from '../quiet-program.ts'
import { findInFile, type Spot } from '../token-file.ts'
import type { Finding, ForeignNeeds, ForeignTool } from '../tool.ts'
import type { Secret } from '../../redaction/secret.ts'

const label = 'Docker'
const provider = 'ngc'

const ConfigSchema = z.object({ auths: z.record(z.string(), z.unknown()).optional() })
const AuthSchema = z.object({ auth: z.string() })

/** Docker's logins at NVIDIA's registry: in its config file, or with the helper named there. */
export const docker: ForeignTool = {
  id: 'docker',
  label,
  find: async (_input, needs) => {
    const path = dockerConfigPath(needs)
    const registry = registryOf(needs)
    const parse = (text: string): readonly Spot[] | null => parseConfig(text, registry)
    const inFile = await findInFile({ label, path, parse }, needs)
    const name = await helperIn(registry, needs)
    const helper = name === null ? null : { name, registry }
    if (helper === null) return inFile
    // With a helper for the registry Docker does not look into its own file.
    const unused = inFile.map((one) => (one.kind === 'token' ? { ...one, dormant: true } : one))
    return [...unused, ...(await findInHelper(helper, needs))]
  },
}

/** `auths`: by server, `auth` being base64 of `user:password`. */
function parseConfig(text: string, registry: string): readonly Spot[] | null {
  const config = ConfigSchema.safeParse(parseJson(text))
  if (!config.success) return null
  return Object.entries(config.data.auths ?? {}).flatMap(([server, entry]) => {
    const auth = AuthSchema.safeParse(entry)
    const range = memberRange(text, ['auths', server])
    if (hostIn(server) !== registry || !auth.success || range === null) return []
    const login = Buffer.from(auth.data.auth, 'base64').toString('utf8')
    const start = `${keyUsername}:`
    if (!login.startsWith(start)) return []
    return [{ provider, name: server, token: login.slice(start.length).trim(), cuts: [range] }]
  })
}

/** The program that docker asks. That its configuration cannot be read was told. */
async function helperIn(registry: string, needs: ForeignNeeds): Promise<string | null> {
  const file = await readDockerFile(needs).catch(() => null)
  const name = file === null ? null : helperOf(file.config, registry)
  // Hubkey's own helper would answer with Hubkey's own token.
  return name === null || name === ownHelper ? null : programOf(name)
}

/** The program that keeps the login, and the server it is asked for. */
interface Helper {
  readonly name: string
  readonly registry: string
}

async function findInHelper(helper: Helper, needs: ForeignNeeds): Promise<Finding[]> {
  const answer = (await whyNotAsk(helper.name, needs)) ?? (await get(helper, needs))
  if (answer === null) return []
  if ('code' in answer)
    return [{ kind: 'problem', where: helper.name, name: helper.registry, error: answer }]
  return [
    {
      kind: 'token',
      provider,
      where: helper.name,
      name: helper.registry,
      secret: answer,
      notImportable: null,
      notRemovable: null,
      remove: async () => erase(helper, answer, needs),
    },
  ]
}

/** The key, null when the helper has none, or why nobody can tell. */
async function get(helper: Helper, needs: ForeignNeeds): Promise<Secret | AppError | null> {
  const end = await runQuietly(
    { program: helper.name, args: ['get'], stdin: helper.registry },
    needs,
  )
  if (end.kind !== 'ended') return errors.foreignHelperSilent(helper.name)
  if (end.code !== 0) {
    return end.stdout.includes(notFound) ? null : errors.foreignHelperSilent(helper.name)
  }
  const answer = readAnswer(end.stdout)
  if (answer === null) return errors.foreignHelperSilent(helper.name)
  // The registry takes an API key under this user name only, letter by letter.
  if (answer.username !== keyUsername) return null
  const secret = needs.redactor.guard(answer.secret)
  try {
    checkToken(answer.secret)
    return secret
  } catch (cause) {
    if (!(cause instanceof AppFailure)) throw cause
    return cause.error
  }
}

/** Asks the helper to forget the registry's login, as `docker logout` does, and looks whether it did. */
async function erase(helper: Helper, secret: Secret, needs: ForeignNeeds): Promise<void> {
  const now = await get(helper, needs)
  if (now === null || 'code' in now || !now.equals(secret)) throw fail(errors.foreignGone())
  await runQuietly({ program: helper.name, args: ['erase'], stdin: helper.registry }, needs)
  const left = await get(helper, needs)
  if (left !== null) {
    throw fail(
      errors.foreignStays(`${helper.name} may still hold it after it was told to forget it.`),
    )
  }
}
