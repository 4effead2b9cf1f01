internal import NIOCore
internal import NIOPosix
internal import NIOSSL

/// Opens sockets.
enum RedisConnector {
    /// Begins one attempt on the event loop; the delegate hears how it went.
    static func connect(
        _ configuration: RedisConfiguration, on eventLoop: any EventLoop, delegate: any RedisChannelDelegate
    ) {
        let tls: NIOSSLContext?
        do {
            tls = try configuration.tls.map { try NIOSSLContext(configuration: tlsConfiguration($0)) }
        } catch {
            delegate.connectionFailed(tlsError(error, configuration))
            return
        }

        var bootstrap = ClientBootstrap(group: eventLoop)
            .connectTimeout(TimeAmount(configuration.connectTimeout))
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    if let tls, let settings = configuration.tls {
                        let handler = try NIOSSLClientHandler(
                            context: tls, serverHostname: serverName(settings, configuration.address))
                        try channel.pipeline.syncOperations.addHandler(handler)
                    }
                    try channel.pipeline.syncOperations.addHandler(
                        RedisChannelHandler(configuration: configuration, delegate: delegate))
                }
            }
        let attempt: EventLoopFuture<any Channel>
        switch configuration.address {
        case .tcp(let host, let port):
            bootstrap = bootstrap.channelOption(.socketOption(.so_keepalive), value: 1)
            attempt = bootstrap.connect(host: host, port: port)
        case .unixSocket(let path):
            attempt = bootstrap.connect(unixDomainSocketPath: path)
        }
        attempt.whenFailure { error in
            delegate.connectionFailed(connectError(error, configuration))
        }
    }

    /// What to say about TLS that could not be set up.
    static func tlsError(_ error: any Error, _ configuration: RedisConfiguration) -> RedisError {
        let message =
            if let extra = error as? NIOSSLExtraError, extra == .failedToValidateHostname {
                "the certificate of \(configuration.address) is made out to another host"
            } else {
                "TLS with \(configuration.address) failed"
            }
        return RedisError(.tlsFailed, message, delivery: .notSent, isRetriable: false, cause: error)
    }

    private static func connectError(_ error: any Error, _ configuration: RedisConfiguration) -> RedisError {
        if configuration.tls != nil, error is NIOSSLError || error is NIOSSLExtraError {
            return tlsError(error, configuration)
        }
        let reason =
            switch error {
            case let failure as NIOConnectionError:
                failure.connectionErrors.first.map { plain($0.error) } ?? failure.dnsAError.map { plain($0) }
                    ?? "no address found"
            case ChannelError.connectTimeout: "no answer in time"
            default: plain(error)
            }
        return RedisError(
            .notConnected, "cannot connect to \(configuration.address): \(reason)", delivery: .notSent)
    }

    /// The system's word for an error of a socket.
    private static func plain(_ error: any Error) -> String {
        (error as? IOError).map { String(cString: strerror($0.errnoCode)) } ?? "\(error)"
    }

    private static func tlsConfiguration(_ settings: RedisTLS) throws -> TLSConfiguration {
        var result = TLSConfiguration.makeClientConfiguration()
        result.minimumTLSVersion = .tlsv12
        if let file = settings.authorityFile { result.trustRoots = .file(file) }
        if let file = settings.certificateFile {
            result.certificateChain = try NIOSSLCertificate.fromPEMFile(file).map { .certificate($0) }
        }
        if let file = settings.keyFile {
            result.privateKey = .privateKey(try NIOSSLPrivateKey(file: file, format: .pem))
        }
        result.certificateVerification =
            switch settings.verification {
            case .full: .fullVerification
            case .withoutHostName: .noHostnameVerification
            case .none: .none
            }
        return result
    }

    /// The name to demand. An IP address cannot be announced by SNI; for it NIOSSL checks the address that is connected to.
    private static func serverName(_ settings: RedisTLS, _ address: RedisConfiguration.Address) -> String? {
        if let name = settings.serverName { return name }
        guard case .tcp(let host, _) = address else { return nil }
        return (try? SocketAddress(ipAddress: host, port: 0)) == nil ? host : nil
    }
}
