import NIOCore
import NIOPosix

@testable import RedisClient

/// A server that answers by a script: for each command it does what a closure says.
///
/// The handshake is answered by itself unless the closure takes it; of which run it is, it never tells.
struct FakeServer {
    /// What to do with one command.
    enum Act: Sendable {
        /// Writes text.
        case send(String)
        /// Writes text in pieces of one byte, each in a packet of its own.
        case trickle(String)
        /// Writes text when ``FakeServer/release()`` is called.
        case hold(String)
        /// Closes the connection.
        case close
        /// Closes the outgoing half only.
        case closeOutput
        /// Answers nothing.
        case silence
        /// Answers as a Redis server would answer the handshake.
        case greet
    }

    typealias Script = @Sendable (_ command: [String], _ connection: Int) -> Act

    let port: Int
    private let channel: any Channel
    private let connections = Locked<[any Channel]>([])
    private let held = Locked<[(channel: any Channel, text: String)]>([])

    init(_ script: @escaping Script) async throws {
        let connections = connections
        let held = held
        channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelInitializer { channel in
                let number = connections.withLockedValue { all in
                    all.append(channel)
                    return all.count
                }
                return channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(Handler(script: script, number: number, held: held))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        port = channel.localAddress?.port ?? 0
    }

    var configuration: RedisConfiguration {
        var configuration = RedisConfiguration(address: .tcp(host: "127.0.0.1", port: port))
        configuration.reconnectBackoff = RedisBackoff(base: .milliseconds(5), maximum: .milliseconds(20))
        return configuration
    }

    /// How many connections were ever made.
    var connectionCount: Int { connections.withLockedValue(\.count) }

    /// Closes the connections that are there; new ones are accepted.
    func closeConnections() async {
        for connection in connections.withLockedValue({ $0 }) { try? await connection.close() }
    }

    /// How many answers are held.
    var heldCount: Int { held.withLockedValue(\.count) }

    /// Writes what is held, in order.
    func release() {
        let all = held.withLockedValue { held in
            defer { held = [] }
            return held
        }
        for (channel, text) in all { channel.writeAndFlush(ByteBuffer(string: text), promise: nil) }
    }

    func stop() async {
        try? await channel.close()
        await closeConnections()
    }

    private final class Handler: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        typealias OutboundOut = ByteBuffer

        private let script: Script
        private let number: Int
        // Commands have the shape of replies.
        private let reader = HiredisReplyReader()

        private let held: Locked<[(channel: any Channel, text: String)]>

        init(script: @escaping Script, number: Int, held: Locked<[(channel: any Channel, text: String)]>) {
            self.script = script
            self.number = number
            self.held = held
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            let bytes = Array(unwrapInboundIn(data).readableBytesView)
            let commands = try? bytes.withUnsafeBytes { try reader.feed($0) }
            for command in commands.map(Array.init) ?? [] {
                let words = command.compactMap(\.string)
                if words == ["INFO", "server"] {
                    write("$-1\r\n", context)
                    continue
                }
                perform(script(words, number), words, context)
            }
        }

        private func perform(_ act: Act, _ words: [String], _ context: ChannelHandlerContext) {
            switch act {
            case .send(let text): write(text, context)
            case .trickle(let text):
                for byte in text.utf8 {
                    context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: [byte])), promise: nil)
                }
            case .hold(let text):
                let channel = context.channel
                held.withLockedValue { $0.append((channel, text)) }
            case .close: context.close(promise: nil)
            case .closeOutput: context.close(mode: .output, promise: nil)
            case .silence: break
            case .greet:
                switch words {
                case ["CLIENT", "ID"]: write(":\(number)\r\n", context)
                case ["PING"]: write("+PONG\r\n", context)
                default: write("+OK\r\n", context)
                }
            }
        }

        private func write(_ text: String, _ context: ChannelHandlerContext) {
            context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: text)), promise: nil)
        }
    }
}
