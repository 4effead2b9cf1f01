/// What the page may do: its own style and script, known by their SHA-256, and nothing from anywhere.
package enum PagePolicy {
    static let styleHash = "Q86HDU/5mLXBrBOftxUaI8ugOxehiTinwedv8290rlU="
    static let scriptHash = "C+r5niqmHo0U1oQq6AgIDa6s5A4Nf6kkry+0T8O0JOM="

    package static let text =
        "default-src 'none'; style-src 'sha256-\(styleHash)'; script-src 'sha256-\(scriptHash)'; "
        + "base-uri 'none'; form-action 'none'"
}
