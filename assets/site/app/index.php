<?php

declare(strict_types=1);

namespace Evolve;

// Every request to the php tier arrives here.

require __DIR__ . '/Guestbook.php';
require __DIR__ . '/FormToken.php';
require __DIR__ . '/Tiers.php';
require __DIR__ . '/pages.php';
require __DIR__ . '/api.php';

$method = $_SERVER['REQUEST_METHOD'] ?? 'GET';
$path = parse_url($_SERVER['REQUEST_URI'] ?? '/', PHP_URL_PATH);
$guestbook = new Guestbook(getenv('EVOLVE_DB_PASSWORD') ?: '');
$tiers = new Tiers($guestbook);

header('Cache-Control: no-store');
header('X-Content-Type-Options: nosniff');

if (str_starts_with((string) $path, '/api/')) {
    answer_program($method, $path, $guestbook, $tiers);
} else {
    answer_visitor($method, (string) $path, $guestbook, $tiers, new FormToken(getenv('EVOLVE_FORM_KEY') ?: ''));
}
