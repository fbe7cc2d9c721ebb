<?php

declare(strict_types=1);

namespace Evolve;

/*
 * For programs, in JSON:
 *
 *   GET  /api/status.json                          which flavour serves each tier
 *   GET  /api/php.json                             which flavour serves this tier; no database is asked
 *   POST /api/writes {"client":"c","sequence":1}   stores this number once: 201 the first time, 200 again
 *   GET  /api/writes?client=c[&after=0]            the numbers that are stored; `next` is the `after` of the next page
 *
 * A write must say Content-Type: application/json. A browser asks before it sends that to
 * another site, and nobody answers it: so no foreign page can write.
 */

const WRITES_PAGE = 10_000;

function answer_program(string $method, string $path, Guestbook $guestbook, Tiers $tiers): void
{
    try {
        match ([$path, $method]) {
            ['/api/status.json', 'GET'], ['/api/status.json', 'HEAD'] => tell_status($guestbook, $tiers),
            ['/api/php.json', 'GET'], ['/api/php.json', 'HEAD'] => send_json(200, ['tier' => 'php', 'flavour' => $tiers->php()]),
            ['/api/writes', 'POST'] => take_write($guestbook),
            ['/api/writes', 'GET'], ['/api/writes', 'HEAD'] => list_writes($guestbook),
            default => in_array($path, ['/api/status.json', '/api/php.json', '/api/writes'], true)
                ? send_json(405, ['error' => 'This address does not know the method.'])
                : send_json(404, ['error' => 'There is nothing at this address.']),
        };
    } catch (\PDOException $error) {
        error_log('db: ' . $error->getMessage());
        header('Retry-After: 1');
        send_json(503, ['error' => 'The database does not answer, or may not be written, right now.']);
    }
}

function tell_status(Guestbook $guestbook, Tiers $tiers): void
{
    $status = ['web' => ['flavour' => $tiers->web()], 'php' => ['flavour' => $tiers->php(), 'version' => PHP_VERSION]];
    try {
        $server = $guestbook->server();
        $status['db'] = ['flavour' => $server['flavour'], 'version' => $server['version'], 'writable' => (bool) $server['writable']];
        send_json(200, $status + ['entries' => $guestbook->count()]);
    } catch (\PDOException $error) {
        error_log('db: ' . $error->getMessage());
        header('Retry-After: 1');
        send_json(503, $status + ['db' => null, 'error' => 'The database does not answer.']);
    }
}

function take_write(Guestbook $guestbook): void
{
    if (strtolower(trim(explode(';', $_SERVER['CONTENT_TYPE'] ?? '')[0])) !== 'application/json') {
        send_json(415, ['error' => 'Send Content-Type: application/json.']);
        return;
    }
    $body = json_decode((string) file_get_contents('php://input', length: 4096), true, 4);
    $client = $body['client'] ?? null;
    $sequence = $body['sequence'] ?? null;
    if (!is_string($client) || !is_client($client) || !is_int($sequence) || $sequence < 1) {
        send_json(422, ['error' => 'Send {"client": 1 to 64 of a-z A-Z 0-9 . _ -, "sequence": a whole number from 1}.']);
        return;
    }

    $write = $guestbook->write($client, $sequence);
    send_json($write['new'] ? 201 : 200, ['client' => $client, 'sequence' => $sequence, 'written_at' => $write['written_at']]);
}

function list_writes(Guestbook $guestbook): void
{
    $client = $_GET['client'] ?? null;
    $after = filter_var($_GET['after'] ?? '0', FILTER_VALIDATE_INT, ['options' => ['min_range' => 0]]);
    if (!is_string($client) || !is_client($client) || $after === false) {
        send_json(422, ['error' => 'Ask with ?client=ID, and &after=NUMBER for the next page.']);
        return;
    }
    $sequences = $guestbook->writes($client, $after, WRITES_PAGE);
    send_json(200, [
        'client' => $client,
        'sequences' => $sequences,
        'next' => count($sequences) === WRITES_PAGE ? end($sequences) : null,
    ]);
}

function is_client(string $text): bool
{
    return preg_match('/^[a-zA-Z0-9._-]{1,64}$/D', $text) === 1;
}

function send_json(int $status, array $value): void
{
    http_response_code($status);
    header('Content-Type: application/json');
    header("Content-Security-Policy: default-src 'none'; frame-ancestors 'none'");
    echo json_encode($value, JSON_THROW_ON_ERROR | JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES), "\n";
}
