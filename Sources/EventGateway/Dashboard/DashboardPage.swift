import Crypto
import Foundation

/// The page at `/`: one document that holds its style and script, and the policy by which a browser runs nothing else.
///
/// It asks for nothing from anywhere but the gateway's own paths; its parts lie in `Page/`.
struct DashboardPage: Sendable {
    /// The document.
    let document: String
    /// What the browser may do with it: the header `Content-Security-Policy`.
    ///
    /// Style and script are known by their SHA-256, so no markup that slips into the page would run; and texts can't
    /// become markup (`require-trusted-types-for`), so none does slip in.
    let policy: String

    /// Puts the parts together.
    init() {
        document = Self.joined(String(decoding: PackageResources.dashboard_html, as: UTF8.self))
        policy = [
            "default-src 'none'", "script-src '\(Self.hash(of: "script", in: document))'",
            "style-src '\(Self.hash(of: "style", in: document))'", "connect-src 'self'", "img-src data:",
            "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'", "require-trusted-types-for 'script'",
            "trusted-types 'none'",
        ]
        .joined(separator: "; ")
    }

    private static let parts: [(name: String, bytes: [UInt8])] = [
        ("dashboard.css", PackageResources.dashboard_css), ("text.js", PackageResources.text_js),
        ("elements.js", PackageResources.elements_js), ("gateway.js", PackageResources.gateway_js),
        ("dialogs.js", PackageResources.dialogs_js), ("verdict.js", PackageResources.verdict_js),
        ("flow.js", PackageResources.flow_js), ("streams.js", PackageResources.streams_js),
        ("queues.js", PackageResources.queues_js), ("letters.js", PackageResources.letters_js),
        ("live.js", PackageResources.live_js), ("system.js", PackageResources.system_js),
        ("dashboard.js", PackageResources.dashboard_js),
    ]

    /// The document with each part in the place that names it.
    private static func joined(_ template: String) -> String {
        parts.reduce(template) { text, part in
            text.replacing("/* include \(part.name) */", with: String(decoding: part.bytes, as: UTF8.self))
        }
    }

    /// The source of the one element of a name, as a policy names it.
    private static func hash(of tag: String, in document: String) -> String {
        guard let start = document.range(of: "<\(tag)"),
            let open = document.range(of: ">", range: start.upperBound..<document.endIndex),
            let end = document.range(of: "</\(tag)>", range: open.upperBound..<document.endIndex)
        else { return "none" }
        let digest = SHA256.hash(data: Array(document[open.upperBound..<end.lowerBound].utf8))
        return "sha256-\(Data(digest).base64EncodedString())"
    }
}
