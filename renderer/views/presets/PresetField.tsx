import { useId, type ReactNode } from 'react'

interface PresetFieldProps {
  readonly label: string
  readonly value: string
  readonly hint: string
  readonly isFirst?: boolean
  readonly isCode?: boolean
  /** Several lines. */
  readonly isLong?: boolean
  readonly onChange: (value: string) => void
}

/** A name, a field, and what belongs into it. */
export function PresetField({
  label,
  value,
  hint,
  isFirst = false,
  isCode = false,
  isLong = false,
  onChange,
}: PresetFieldProps): ReactNode {
  const hintId = useId()
  const shared = {
    className: isCode ? 'input mono' : 'input',
    value,
    maxLength: 20_000,
    autoComplete: 'off',
    spellCheck: false,
    'aria-describedby': hintId,
    'data-first-focus': isFirst ? true : undefined,
    onChange: ({ currentTarget }: { readonly currentTarget: { readonly value: string } }) => {
      onChange(currentTarget.value)
    },
  } as const
  return (
    <label className="field">
      <span>{label}</span>
      {isLong ? <textarea rows={2} {...shared} /> : <input {...shared} />}
      <span id={hintId} className="meta">
        {hint}
      </span>
    </label>
  )
}
