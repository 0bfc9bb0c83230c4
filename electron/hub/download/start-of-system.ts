import { readFileSync } from 'node:fs'
import { hostname, uptime } from 'node:os'

/**
 * Names this run of the operating system: what a killed program has written is there as long as the
 * system goes on, but not after a power cut. Linux has an id for it. Elsewhere it is the minute in
 * which the system started; should a turned clock spoil that, less is believed and fetched again.
 */
export function startOfSystem(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim().slice(0, 64)
  } catch {
    const startedAt = Math.round((Date.now() / 1000 - uptime()) / 60)
    return `${hostname().slice(0, 40)} ${startedAt}`
  }
}
