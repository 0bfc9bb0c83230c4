import { useId, type ReactNode } from 'react'

interface FormFieldProps {
  readonly label: string
  readonly value: string
  readonly hint: string
  /** What is wrong with it, shown in the place of the hint. */
  readonly problem?: string | undefined
  readonly isFirst?: boolean
  readonly isCode?: boolean
  /** Several lines. */
  readonly isLong?: boolean
  /** What may be chosen, each value with its words; without it a text is typed. */
  readonly choices?: readonly (readonly [value: string, words: string])[] | undefined
  readonly onChange: (value: string) => void
}

/** A name, a field, and what belongs into it or is wrong with it. */
export function FormField({
  label,
  value,
  hint,
  problem,
  isFirst = false,
  isCode = false,
  isLong = false,
  choices,
  onChange,
}: FormFieldProps): ReactNode {
  const hintId = useId()
  const shared = {
    className: isCode ? 'input mono' : 'input',
    value,
    'aria-describedby': hintId,
    'aria-invalid': problem === undefined ? undefined : true,
    'data-first-focus': isFirst ? true : undefined,
    onChange: ({ currentTarget }: { readonly currentTarget: { readonly value: string } }) => {
      onChange(currentTarget.value)
    },
  } as const
  const typed = { ...shared, maxLength: 20_000, autoComplete: 'off', spellCheck: false } as const
  return (
    <label className="field">
      <span>{label}</span>
      {choices !== undefined ? (
        <select {...shared}>
          {choices.map(([key, words]) => (
            <option key={key} value={key}>
              {words}
            </option>
          ))}
        </select>
      ) : isLong ? (
        <textarea rows={2} {...typed} />
      ) : (
        <input {...typed} />
      )}
      <span id={hintId} className={problem === undefined ? 'meta' : 'field-problem'}>
        {problem ?? hint}
      </span>
    </label>
  )
}
