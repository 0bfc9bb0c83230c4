import { join } from 'node:path'
import { z } from 'zod'
import { variable } from '../../environment.ts'
import { readIni, type IniEntry, type IniSection } from '../ini-text.ts'
import { parseJson } from '../parse-json.ts'
import { findInFile, type Spot } from '../token-file.ts'
import type { ForeignTool } from '../tool.ts'

const label = 'NGC CLI'

/**
 * Beside its settings the NGC CLI keeps the version before the last change, and a list of commands
 * with the key it was made for, which it makes anew when it is gone.
 */
const fileNames = ['config', 'config.BAK', 'meta_data', 'meta_data.BAK'] as const

const CommandMapSchema = z.object({ apikey: z.string() })

/** NVIDIA's `ngc` command: the key of `[CURRENT]` and of every other named configuration. */
export const ngcCli: ForeignTool = {
  id: 'ngc',
  label,
  find: async (_input, needs) => {
    const home = variable(needs.env, 'NGC_CLI_HOME') ?? needs.paths.home
    const paths = fileNames.map((name) => join(home, '.ngc', name))
    const found = paths.map(async (path) => findInFile({ label, path, parse: parseNgc }, needs))
    return (await Promise.all(found)).flat()
  },
}

function parseNgc(text: string): readonly Spot[] | null {
  const sections = readIni(text)
  return (
    sections?.flatMap((section) => section.entries.flatMap((one) => spotOf(section, one))) ?? null
  )
}

function spotOf(section: IniSection, entry: IniEntry): readonly Spot[] {
  const token = keyIn(entry)
  const name = `[${section.name}] ${entry.key}`
  return token === null ? [] : [{ provider: 'ngc', name, token, cuts: [entry] }]
}

function keyIn({ key, value }: IniEntry): string | null {
  if (key === 'apikey' || key === 'appkey') return value
  if (key !== 'command_map') return null
  const map = CommandMapSchema.safeParse(parseJson(value))
  return map.success ? map.data.apikey : null
}
