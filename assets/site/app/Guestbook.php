<?php

declare(strict_types=1);

namespace Evolve;

use PDO;
use PDOException;

/**
 * The entries and the numbered writes, in the db tier. It is dialled when it is needed and
 * through the edge, so that every request reaches the database that serves right now.
 * Everything throws a PDOException while the database is away or may not be written.
 */
final class Guestbook
{
    public const int AUTHOR_LENGTH = 60;
    public const int MESSAGE_LENGTH = 1000;
    public const int PAGE = 20;

    private const int DUPLICATE_KEY = 1062;

    private ?PDO $connection = null;

    public function __construct(private readonly string $password)
    {
    }

    /**
     * Stores an entry and returns its id; the same words with the same form key again return the entry that they made.
     * Null when this form has made an entry of other words: those stay, and nothing is stored.
     */
    public function add(string $formKey, string $author, string $message): ?int
    {
        try {
            $this->run(
                'INSERT INTO entry (form_key, author, message, written_at) VALUES (?, ?, ?, UTC_TIMESTAMP(3))',
                [$formKey, $author, $message],
            );
        } catch (PDOException $error) {
            self::allowDuplicate($error);
        }

        $entry = $this->run('SELECT id, author, message FROM entry WHERE form_key = ?', [$formKey])->fetch();

        return $entry['author'] === $author && $entry['message'] === $message ? (int) $entry['id'] : null;
    }

    /**
     * A page of entries, the youngest first, and at most one more that tells that there are others.
     *
     * @return list<array{id: int, author: string, message: string, written_at: string}>
     */
    public function entriesBefore(int $id): array
    {
        return $this->run(
            'SELECT id, author, message, written_at FROM entry WHERE id < ? ORDER BY id DESC LIMIT ' . (self::PAGE + 1),
            [$id],
        )->fetchAll();
    }

    public function count(): int
    {
        return (int) $this->run('SELECT COUNT(*) FROM entry')->fetchColumn();
    }

    /**
     * Stores a client's write with this number once.
     *
     * @return array{new: bool, written_at: string}
     */
    public function write(string $client, int $sequence): array
    {
        $new = true;
        try {
            $this->run('INSERT INTO numbered_write VALUES (?, ?, UTC_TIMESTAMP(3))', [$client, $sequence]);
        } catch (PDOException $error) {
            self::allowDuplicate($error);
            $new = false;
        }

        $writtenAt = $this->run(
            'SELECT written_at FROM numbered_write WHERE client = ? AND sequence = ?',
            [$client, $sequence],
        )->fetchColumn();

        return ['new' => $new, 'written_at' => (string) $writtenAt];
    }

    /**
     * The numbers above $after that are stored for a client, in order.
     *
     * @return list<int>
     */
    public function writes(string $client, int $after, int $limit): array
    {
        return $this->run(
            'SELECT sequence FROM numbered_write WHERE client = ? AND sequence > ? ORDER BY sequence LIMIT ' . $limit,
            [$client, $after],
        )->fetchAll(PDO::FETCH_COLUMN);
    }

    /** @return array{flavour: string, version: string, writable: int} */
    public function server(): array
    {
        return $this->run(
            'SELECT @@report_host AS flavour, @@version AS version, @@read_only = 0 AS writable',
        )->fetch();
    }

    private function run(string $sql, array $values = []): \PDOStatement
    {
        $this->connection ??= new PDO('mysql:host=edge;port=3306;dbname=guestbook;charset=utf8mb4', 'guestbook', $this->password, [
            PDO::ATTR_ERRMODE => PDO::ERRMODE_EXCEPTION,
            PDO::ATTR_DEFAULT_FETCH_MODE => PDO::FETCH_ASSOC,
            // The driver fills in the values, quoted in this connection's own character set: one question to the
            // server a statement instead of two, and each is a way through two machines.
            PDO::ATTR_EMULATE_PREPARES => true,
            PDO::ATTR_TIMEOUT => 3,
        ]);
        $statement = $this->connection->prepare($sql);
        $statement->execute($values);

        return $statement;
    }

    private static function allowDuplicate(PDOException $error): void
    {
        if (($error->errorInfo[1] ?? 0) !== self::DUPLICATE_KEY) {
            throw $error;
        }
    }
}
