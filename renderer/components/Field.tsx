import { useId, type ComponentProps, type ReactNode } from 'react'

interface FieldProps {
  readonly label: string
  readonly hint?: string | undefined
  /** Whether it takes a whole line where fields stand side by side. */
  readonly isWhole?: boolean
  readonly children: (describedBy: string | undefined) => ReactNode
}

/** A name, what is filled in, and a hint, one under the other. */
export function Field({ label, hint, isWhole = false, children }: FieldProps): ReactNode {
  const hintId = useId()
  return (
    <label className={isWhole ? 'field whole' : 'field'}>
      <span>{label}</span>
      {children(hint === undefined ? undefined : hintId)}
      {hint !== undefined && (
        <span id={hintId} className="meta">
          {hint}
        </span>
      )}
    </label>
  )
}

interface TextFieldProps extends Omit<ComponentProps<'input'>, 'onChange'> {
  readonly label: string
  readonly hint?: string
  readonly value: string
  readonly onText: (text: string) => void
}

/** One line of code-like text under its name. */
export function TextField({ label, hint, onText, ...rest }: TextFieldProps): ReactNode {
  return (
    <Field label={label} hint={hint}>
      {(describedBy) => (
        <input
          className="input mono"
          autoComplete="off"
          spellCheck={false}
          maxLength={4000}
          aria-describedby={describedBy}
          {...rest}
          onChange={({ currentTarget }) => {
            onText(currentTarget.value)
          }}
        />
      )}
    </Field>
  )
}
