import { useEffect } from 'react'
import { useConnection } from '../state/snapshot.ts'

/** Applies the chosen theme to the whole page; `system` leaves it to the style sheet. */
export function useTheme(): void {
  const theme = useConnection(({ snapshot }) => snapshot?.settings.theme ?? 'system')
  useEffect(() => {
    const { dataset } = document.documentElement
    if (theme === 'system') delete dataset['theme']
    else dataset['theme'] = theme
  }, [theme])
}
