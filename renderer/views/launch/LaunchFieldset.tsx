import type { ReactNode } from 'react'
import type { LaunchMode } from '../../../shared/domain/launch-mode.ts'
import { usePresets } from '../../state/presets.ts'
import { useSnapshot } from '../../state/snapshot.ts'
import { fieldsFor, type FieldProblems, type LaunchFields } from '../../words/launch-fields.ts'
import { EngineChoice } from './EngineChoice.tsx'
import { FormField } from './FormField.tsx'

interface LaunchFieldsetProps {
  readonly fields: LaunchFields
  readonly problems: FieldProblems
  /** Files that may be chosen, each with its words; without them a path is typed. */
  readonly files?: readonly (readonly [path: string, words: string])[]
  /** Whether a command line that was written by hand may be chosen. */
  readonly hasCustom: boolean
  readonly onChange: (part: Partial<LaunchFields>) => void
}

/** The name of a field whose text is typed or chosen. */
type TextName = Exclude<keyof LaunchFields, 'engine' | 'mode'>

const modes: Readonly<Record<LaunchMode, { words: string; hint: string }>> = {
  own: { words: 'End with Hubkey', hint: 'It stops when Hubkey quits.' },
  persist: { words: 'Go on without Hubkey', hint: 'A process of its own stays with it.' },
  reuse: {
    words: 'Use one that runs',
    hint: 'The same, whoever launched it; if there is none, a new one that ends with Hubkey.',
  },
}
const modeChoices = Object.entries(modes).map(([mode, { words }]) => [mode, words] as const)

/** What is said about a launch: the same fields for a launch of now and for a preset. */
export function LaunchFieldset({
  fields,
  problems,
  files,
  hasCustom,
  onChange,
}: LaunchFieldsetProps): ReactNode {
  const engine = usePresets(({ engines }) => engines?.find(({ id }) => id === fields.engine))
  const shown = fieldsFor(fields.engine, engine)
  const accounts = useAccounts(fields.account, engine?.secrets)
  const field = (name: TextName, label: string, hint: string, more: object = {}): ReactNode =>
    // What was said stays in sight, also where another engine has no use for it.
    shown.has(name) || (fields[name] !== '' && name !== 'revision') ? (
      <FormField
        label={label}
        hint={hint}
        value={fields[name]}
        problem={problems[name] ?? (shown.has(name) ? undefined : 'This engine cannot be told it.')}
        onChange={(value) => {
          onChange({ [name]: value })
        }}
        {...more}
      />
    ) : null
  return (
    <>
      <EngineChoice
        value={fields.engine}
        problem={problems.engine}
        hasCustom={hasCustom}
        onChange={(id) => {
          onChange({ engine: id })
        }}
      />
      {field('model', 'Model', 'owner/name, as the engine knows it.', { isCode: true })}
      {field(
        'file',
        files === undefined ? 'File (optional)' : 'File',
        'The best one when left out.',
        {
          isCode: true,
          choices: files && [['', 'The best one for this machine'] as const, ...files],
        },
      )}
      {field('address', 'Address (optional)', 'Of your own endpoint; https only.', {
        isCode: true,
      })}
      <div className="pair">
        {field('port', 'Port (optional)', 'Any free one when left out.')}
        {field('context', 'Context (optional)', 'In tokens.')}
        {field('gpu', 'GPUs (optional)', 'all, none, or 0, 1.')}
        {field('account', 'Account', 'Whose token it gets.', { choices: accounts })}
        {field('revision', 'Revision', 'Branch, tag or commit.', { isCode: true })}
        {shown.has('mode') && (
          <FormField
            label="When Hubkey ends"
            hint={modes[fields.mode].hint}
            problem={problems.mode}
            value={fields.mode}
            choices={modeChoices}
            onChange={(mode) => {
              onChange({ mode: mode as LaunchMode })
            }}
          />
        )}
      </div>
      {field('args', 'Further arguments (optional)', 'One word per line. Never a token.', {
        ...{ isCode: true, isLong: true },
      })}
      {field('env', 'Variables (optional)', 'NAME=value, one per line. Never a token.', {
        ...{ isCode: true, isLong: true },
      })}
    </>
  )
}

/** The accounts whose token the engine could be given; the one that was said is among them in any case. */
function useAccounts(
  said: string,
  secrets: readonly string[] | undefined,
): readonly (readonly [string, string])[] {
  const providers = useSnapshot((snapshot) => snapshot.providers)
  const names = providers
    .filter(({ id }) => secrets === undefined || secrets.includes(id))
    .flatMap(({ accounts, label }) =>
      accounts.map(({ name }) => [name, `${name}, ${label}`] as const),
    )
  const known = new Map([...(said === '' ? [] : [[said, said] as const]), ...names])
  return [['', 'The one in force'], ...known]
}
