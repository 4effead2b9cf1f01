import Foundation

/// Certificates of a private authority, made by the openssl command: for a server called `localhost` and for a client.
public struct TestCertificates: Sendable {
    private let folder: URL

    /// The certificate of the authority.
    public var authority: String { path("ca.pem") }
    /// The certificate of the server.
    public var serverCertificate: String { path("server.pem") }
    /// The private key of the server.
    public var serverKey: String { path("server.key") }
    /// The certificate of the client.
    public var clientCertificate: String { path("client.pem") }
    /// The private key of the client.
    public var clientKey: String { path("client.key") }
    /// An authority that has signed nothing here.
    public var otherAuthority: String { path("other.pem") }

    /// Makes them in a folder of their own.
    public init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "evb-tls-\(UInt32.random(in: .min ... .max))")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for (name, subject) in [("ca", "/CN=test authority"), ("other", "/CN=other authority")] {
            try openssl(
                "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
                "-subj", subject, "-keyout", path("\(name).key"), "-out", path("\(name).pem"))
        }
        try "subjectAltName=DNS:localhost\n".write(toFile: path("server.ext"), atomically: true, encoding: .utf8)
        try "subjectAltName=DNS:client\n".write(toFile: path("client.ext"), atomically: true, encoding: .utf8)
        for name in ["server", "client"] {
            try openssl(
                "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-subj", "/CN=\(name)",
                "-keyout", path("\(name).key"), "-out", path("\(name).csr"))
            try openssl(
                "x509", "-req", "-in", path("\(name).csr"), "-CA", authority, "-CAkey", path("ca.key"),
                "-CAcreateserial", "-days", "2", "-extfile", path("\(name).ext"), "-out", path("\(name).pem"))
        }
    }

    /// Removes the folder.
    public func remove() { try? FileManager.default.removeItem(at: folder) }

    private func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

    private struct Failed: Error { let arguments: [String] }

    private func openssl(_ arguments: String...) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["openssl"] + arguments
        process.standardError = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Failed(arguments: arguments) }
    }
}
