// What the package gives for gauges; it comes without types.

declare module 'parse-prometheus-text-format' {
  interface MetricFamily {
    readonly name: string
    readonly help: string
    readonly type: string
    readonly metrics: readonly { readonly value: string; readonly labels?: Readonly<Record<string, string>> }[]
  }
  // biome-ignore lint/style/noDefaultExport: it is how the package exports it
  export default function parsePrometheusTextFormat(text: string): readonly MetricFamily[]
}
