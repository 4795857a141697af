// From when on something is a concern.

export interface HealthThresholds {
  /** A certificate that ends in fewer days is a concern. */
  readonly certificateDays: number
  /** A token that nobody renews by itself and that ends in fewer days is a concern. */
  readonly credentialDays: number
  /** Milliseconds: slower answers, at the 95th percentile, are a concern. */
  readonly latencyMs: number
}

export const usualThresholds: HealthThresholds = { certificateDays: 14, credentialDays: 7, latencyMs: 5000 }
