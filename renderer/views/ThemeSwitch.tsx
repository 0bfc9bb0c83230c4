import type { ReactNode } from 'react'
import type { Settings } from '../../shared/domain/settings.ts'
import { setTheme } from '../actions.ts'

const choices = [
  ['system', 'Same as the system', 'M12 4a8 8 0 1 0 0 16zM12 4a8 8 0 0 1 0 16'],
  [
    'light',
    'Light',
    'M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8M12 3v1M12 20v1M3 12h1M20 12h1M5.6 5.6l.8.8M17.6 17.6l.8.8M5.6 18.4l.8-.8M17.6 6.4l.8-.8',
  ],
  ['dark', 'Dark', 'M19 14.5A7.5 7.5 0 0 1 9.5 5a7.5 7.5 0 1 0 9.5 9.5z'],
] as const

/** Three ways to look. The keyboard moves between them with the arrow keys, as radio buttons do. */
export function ThemeSwitch({ chosen }: { readonly chosen: Settings['theme'] }): ReactNode {
  return (
    <fieldset className="theme-switch">
      <legend className="visually-hidden">Theme</legend>
      {choices.map(([theme, label, path]) => (
        <label key={theme} title={label}>
          <input
            type="radio"
            name="theme"
            checked={theme === chosen}
            onChange={() => {
              setTheme(theme)
            }}
          />
          <svg width="16" height="16" viewBox="0 0 24 24" aria-hidden="true">
            <path
              d={path}
              fill="none"
              stroke="currentColor"
              strokeWidth="1.9"
              strokeLinecap="round"
              strokeLinejoin="round"
            />
          </svg>
          <span className="visually-hidden">{label}</span>
        </label>
      ))}
    </fieldset>
  )
}
