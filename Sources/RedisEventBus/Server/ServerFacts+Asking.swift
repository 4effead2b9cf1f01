import EventBus
public import RedisClient

extension ServerFacts {
    /// Asks a server.
    ///
    /// - Throws: `RedisError` where there is no answer, or this user may not send `INFO`.
    public static func ask(_ client: RedisClient) async throws(RedisError) -> ServerFacts {
        ServerFacts(info: try await client.command("INFO").string ?? "")
    }

    /// The value of a configuration parameter; `nil` where `CONFIG GET` is not allowed, as on managed servers.
    public static func configuration(_ name: String, of client: RedisClient) async throws(RedisError) -> String? {
        do throws(RedisError) {
            let reply = try await client.command("CONFIG", "GET", name)
            return reply.count == 2 ? reply[1].string : nil
        } catch  where error.delivery == .answered {
            return nil
        }
    }

    /// How safe an append is on this server: what it is found to do; ``Durability/attested`` where it will not say.
    ///
    /// - Throws: `RedisError` where there is no answer.
    static func durability(of client: RedisClient) async throws(RedisError) -> Durability {
        let facts: ServerFacts
        do throws(RedisError) { facts = try await ask(client) } catch {
            guard error.delivery == .answered else { throw error }
            return .attested
        }
        return facts.durability(fsync: try await configuration("appendfsync", of: client))
    }
}
