<?php

declare(strict_types=1);

namespace Evolve;

/**
 * The one page; show_page() says what its variables are.
 *
 * @var Tiers $tiers
 * @var ?Draft $draft
 * @var string $token
 * @var ?list<array{id: int, author: string, message: string, written_at: string}> $entries
 * @var int $total
 * @var string $problem
 * @var bool $isOlderPage
 */
$hasMore = $entries !== null && count($entries) > Guestbook::PAGE;
$shown = array_slice($entries ?? [], 0, Guestbook::PAGE);
?>
<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="color-scheme" content="light dark">
  <title>Guestbook</title>
  <link rel="icon" href="/favicon.svg" type="image/svg+xml">
  <link rel="stylesheet" href="/style.css">
</head>
<body>
<header>
  <h1><a href="/">Guestbook</a></h1>
  <p>Say hello. Three small servers keep your words.</p>
</header>
<main>
<?php if ($problem !== ''): ?>
  <p class="problem" role="alert"><?= h($problem) ?></p>
<?php endif ?>
<?php if ($draft !== null && !$isOlderPage): ?>
  <form class="card" method="post" action="/" accept-charset="utf-8" aria-label="Write in the guestbook">
    <input type="hidden" name="form_key" value="<?= h($draft->formKey) ?>">
    <input type="hidden" name="token" value="<?= h($token) ?>">
<?php foreach (['author' => 'Your name', 'message' => 'Your message'] as $name => $label): ?>
<?php
    $mistake = $draft->mistakes[$name] ?? null;
    $attributes = "id=\"$name\" name=\"$name\" required" . ($mistake === null ? '' : " aria-invalid=\"true\" aria-describedby=\"$name-mistake\"");
?>
    <label for="<?= $name ?>"><?= $label ?></label>
<?php if ($name === 'author'): ?>
    <input <?= $attributes ?> maxlength="<?= Guestbook::AUTHOR_LENGTH ?>" autocomplete="name" value="<?= h($draft->author) ?>">
<?php else: ?>
    <textarea <?= $attributes ?> maxlength="<?= Guestbook::MESSAGE_LENGTH ?>" rows="3">
<?= h($draft->message) ?></textarea>
<?php endif ?>
<?php if ($mistake !== null): ?>
    <p class="mistake" id="<?= $name ?>-mistake"><?= h($mistake) ?></p>
<?php endif ?>
<?php endforeach ?>
    <button>Sign the guestbook</button>
  </form>
<?php endif ?>
<?php if ($entries !== null): ?>
  <section aria-labelledby="entries">
    <h2 id="entries"><?= $total === 1 ? '1 entry' : number_format($total, 0, '', ' ') . ' entries' ?></h2>
<?php if ($shown === []): ?>
    <p class="empty"><?= $isOlderPage ? 'There are no older entries.' : 'Nobody has written yet. Be the first!' ?></p>
<?php endif ?>
    <ol>
<?php foreach ($shown as $entry): ?>
      <li class="card" id="entry-<?= $entry['id'] ?>">
        <span class="face colour-<?= colour($entry['author']) ?>" aria-hidden="true"><?= h(initial($entry['author'])) ?></span>
        <h3 dir="auto"><?= h($entry['author']) ?></h3>
        <time datetime="<?= h(str_replace(' ', 'T', $entry['written_at'])) ?>Z"><?= h(date('j M Y, H:i', strtotime($entry['written_at']))) ?> UTC</time>
        <p dir="auto"><?= h($entry['message']) ?></p>
      </li>
<?php endforeach ?>
    </ol>
<?php if ($hasMore || $isOlderPage): ?>
    <nav aria-label="Pages">
<?php if ($isOlderPage): ?>
      <a href="/">Youngest entries</a>
<?php endif ?>
<?php if ($hasMore): ?>
      <a href="/?before=<?= end($shown)['id'] ?>">Older entries</a>
<?php endif ?>
    </nav>
<?php endif ?>
  </section>
<?php endif ?>
</main>
<footer>
  <h2>Served by</h2>
  <dl>
    <div><dt>web</dt><dd><?= h($tiers->web()) ?></dd></div>
    <div><dt>php</dt><dd><?= h($tiers->php()) ?></dd></div>
    <div><dt>db</dt><dd><?= h($tiers->db() ?? 'away') ?></dd></div>
  </dl>
</footer>
</body>
</html>
