import type { ReactNode } from 'react'
import { createRoot } from 'react-dom/client'

/**
 * Puts a view into the page. The pages' scripts are `async`, so that the frame in the HTML is painted
 * without waiting for React to have run; such a script may even come before the body is there.
 */
export function mount(view: ReactNode): void {
  if (document.readyState === 'loading') {
    document.addEventListener('DOMContentLoaded', () => {
      mount(view)
    })
    return
  }
  const root = document.getElementById('root')
  if (root !== null) createRoot(root).render(view)
}
