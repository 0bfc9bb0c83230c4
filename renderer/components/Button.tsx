import type { ComponentProps, ReactNode } from 'react'

interface ButtonProps extends ComponentProps<'button'> {
  /** `primary` for the one next step, `soft` where many rows have one, `quiet` for the seldom needed. */
  readonly kind?: 'primary' | 'soft' | 'plain' | 'quiet'
  /** Its verb is under way. The button keeps its focus; `attempt` ignores a second click. */
  readonly isBusy?: boolean
}

/** A button that can be busy. */
export function Button({
  kind = 'plain',
  isBusy = false,
  className,
  children,
  ...rest
}: ButtonProps): ReactNode {
  const classes = ['button', kind, className].filter(Boolean).join(' ')
  return (
    <button type="button" {...rest} className={classes} aria-busy={isBusy}>
      {children}
      {isBusy && <span className="spinner" aria-hidden="true" />}
    </button>
  )
}
