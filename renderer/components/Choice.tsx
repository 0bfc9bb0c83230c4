import type { ReactNode } from 'react'

interface ChoiceProps<T extends string> {
  /** Its name for those who do not see it. */
  readonly label: string
  readonly value: T
  /** Each value with its words, in order. */
  readonly words: Readonly<Record<T, string>>
  readonly onChange: (value: T) => void
}

/** One of a few, folded away until it is opened. */
export function Choice<T extends string>({
  label,
  value,
  words,
  onChange,
}: ChoiceProps<T>): ReactNode {
  return (
    <select
      className="input small choice"
      aria-label={label}
      value={value}
      onChange={({ target }) => {
        onChange(target.value as T)
      }}
    >
      {(Object.entries(words) as [T, string][]).map(([key, text]) => (
        <option key={key} value={key}>
          {text}
        </option>
      ))}
    </select>
  )
}
