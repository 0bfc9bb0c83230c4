import type { ReactNode } from 'react'

interface SwitchProps {
  readonly label: string
  readonly isOn: boolean
  readonly isBusy: boolean
  readonly describedBy: string
  readonly onChange: (on: boolean) => void
}

/** On or off. It shows what main says, so it moves only once main has done it. */
export function Switch({ label, isOn, isBusy, describedBy, onChange }: SwitchProps): ReactNode {
  return (
    <input
      type="checkbox"
      role="switch"
      className="switch"
      aria-label={label}
      aria-describedby={describedBy}
      aria-busy={isBusy}
      checked={isOn}
      onChange={({ currentTarget }) => {
        onChange(currentTarget.checked)
      }}
    />
  )
}
