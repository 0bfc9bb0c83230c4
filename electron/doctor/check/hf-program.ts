import { findProgram } from '../../files/find-program.ts'
import { runTool } from '../../sinks/run-tool.ts'
import type { Check } from './check.ts'

/** The version that brought `hf` in the place of `huggingface-cli`. */
const least = [0, 34] as const

/** An `hf` command that is too old, or is still called by its older name. */
export const checkHfProgram: Check = async ({ needs: { env, paths } }) => {
  const program = (await findProgram('hf', env)) ?? (await findProgram('huggingface-cli', env))
  if (program === null) return []
  const reply = await runTool({ program, args: ['version'], env, cwd: paths.home, stdin: '' })
  const match = reply.kind === 'ended' ? /(\d+)\.(\d+)(?:\.\d+)?/.exec(reply.stdout) : null
  if (match === null) return []
  const [version, major, minor] = [match[0], Number(match[1]), Number(match[2])]
  if (major > least[0] || minor >= least[1]) return []
  return [
    {
      id: 'hf-old',
      severity: 'info',
      sentence: `The Hugging Face command line is version ${version}.`,
      reason: 'It is from before “hf”, and knows less of tokens and of downloads.',
      fix: null,
      advice: 'pip install --upgrade huggingface_hub',
    },
  ]
}
