/** The house rules that concern files as a whole: their length and their name. */

/** A longer file holds two things, of which one has a name of its own. Tests may list more cases. */
const mostLines = { source: 300, test: 400 }

/** Names that say nothing about what is inside, and so attract everything. */
const emptyNames = /^(utils?|helpers?|misc|common|index)\.(tsx?|mjs)$/
/** `kebab-case.ts`, with dots before a kind (`tray.test.ts`); components are `PascalCase.tsx`. */
const goodNames = /^([a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9-]+)*\.(tsx?|mjs)|([A-Z][a-zA-Z0-9]*)\.tsx)$/

/** Every breach by a file of this path and content. */
export function sizeProblems(file: string, text: string): readonly string[] {
  const name = file.slice(file.lastIndexOf('/') + 1)
  const lines = text.split('\n').length - (text.endsWith('\n') ? 1 : 0)
  const most = file.startsWith('tests/') ? mostLines.test : mostLines.source
  const problems: string[] = []
  if (lines > most) problems.push(`${file} has ${lines} lines; ${most} is the most`)
  if (emptyNames.test(name)) problems.push(`${file}: name it after what it holds`)
  else if (!goodNames.test(name)) problems.push(`${file}: the name is neither kebab nor Pascal.tsx`)
  return problems
}
