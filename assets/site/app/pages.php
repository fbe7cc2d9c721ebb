<?php

declare(strict_types=1);

namespace Evolve;

/*
 * For visitors, in HTML:
 *
 *   GET  /[?before=ID]   the entries, the youngest first, and the form
 *   POST /               takes the form, then sends the browser on to the entry it made
 */

function answer_visitor(string $method, string $path, Guestbook $guestbook, Tiers $tiers, FormToken $tokens): void
{
    if ($path !== '/') {
        show_page(404, $tiers, problem: 'There is no such page here.');
        return;
    }

    match ($method) {
        'GET', 'HEAD' => show_guestbook(200, $guestbook, $tiers, $tokens, Draft::blank()),
        'POST' => take_entry($guestbook, $tiers, $tokens),
        default => show_page(405, $tiers, problem: 'This page can be read and written, nothing else.'),
    };
}

/** What a visitor typed, kept until it is stored. */
final readonly class Draft
{
    /** @param array<string, string> $mistakes a sentence a field */
    public function __construct(
        public string $formKey,
        public string $author = '',
        public string $message = '',
        public array $mistakes = [],
        public string $problem = '',
    ) {
    }

    public static function blank(): self
    {
        return new self(FormToken::newFormKey());
    }

    /** Reads the form. A key that is no key becomes a new one: a draft can always be shown again. */
    public static function sent(): self
    {
        $key = field('form_key');
        $author = tidy(field('author'), '/\s+/u', ' ');
        $message = tidy(field('message'), '/\R/u', "\n");
        $mistakes = array_filter([
            'author' => mistake($author, Guestbook::AUTHOR_LENGTH, 'Please tell your name.', 'name'),
            'message' => mistake($message, Guestbook::MESSAGE_LENGTH, 'Please write something.', 'message'),
        ]);

        return new self(preg_match('/^[0-9a-f]{32}$/D', $key) === 1 ? $key : FormToken::newFormKey(), $author, $message, $mistakes);
    }

    public function with(string $problem, ?string $formKey = null): self
    {
        return new self($formKey ?? $this->formKey, $this->author, $this->message, $this->mistakes, $problem);
    }
}

function take_entry(Guestbook $guestbook, Tiers $tiers, FormToken $tokens): void
{
    $draft = Draft::sent();
    $state = $tokens->check(field('token'), $draft->formKey);
    if ($state === FormState::Foreign) {
        // Its key may be anybody's: the visitor gets another.
        $again = $draft->with('This form did not come from here, or your browser keeps no cookies. Please send it once more.', FormToken::newFormKey());
        show_guestbook(403, $guestbook, $tiers, $tokens, $again);
    } elseif ($state === FormState::Expired) {
        show_guestbook(403, $guestbook, $tiers, $tokens, $draft->with('The form was open for a long time. Please send it once more.'));
    } elseif ($draft->mistakes !== []) {
        show_guestbook(422, $guestbook, $tiers, $tokens, $draft);
    } else {
        try {
            $id = $guestbook->add($draft->formKey, $draft->author, $draft->message);
        } catch (\PDOException $error) {
            error_log('db: ' . $error->getMessage());
            show_guestbook(503, $guestbook, $tiers, $tokens, $draft->with('The database is away. Your words are still here: please send them again in a moment.'));
            return;
        }
        if ($id === null) {
            // A browser that went back to the form shows it with its old key: new words must not be lost by it.
            $again = $draft->with('This form has been sent before, with other words, and those are kept. To add these, please send it once more.', FormToken::newFormKey());
            show_guestbook(409, $guestbook, $tiers, $tokens, $again);
        } else {
            header("Location: /#entry-$id", true, 303);
        }
    }
}

function show_guestbook(int $status, Guestbook $guestbook, Tiers $tiers, FormToken $tokens, Draft $draft): void
{
    $before = filter_var($_GET['before'] ?? null, FILTER_VALIDATE_INT, ['options' => ['min_range' => 1]]) ?: PHP_INT_MAX;
    $token = $tokens->issue($draft->formKey);
    try {
        $entries = $guestbook->entriesBefore($before);
        $total = $guestbook->count();
    } catch (\PDOException $error) {
        error_log('db: ' . $error->getMessage());
        $problem = $draft->problem ?: 'The database is away. The page comes back with it: please try again in a moment.';
        header('Retry-After: 1');
        // A form to fill in makes sense only when there are words to keep.
        show_page(503, $tiers, $draft->author . $draft->message === '' ? null : $draft, $token, problem: $problem);
        return;
    }
    show_page($status, $tiers, $draft, $token, $entries, $total, $draft->problem, $before !== PHP_INT_MAX);
}

/** @param list<array{id: int, author: string, message: string, written_at: string}>|null $entries null while they cannot be read */
function show_page(
    int $status,
    Tiers $tiers,
    ?Draft $draft = null,
    string $token = '',
    ?array $entries = null,
    int $total = 0,
    string $problem = '',
    bool $isOlderPage = false,
): void {
    http_response_code($status);
    header('Content-Type: text/html; charset=utf-8');
    header("Content-Security-Policy: default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'");
    header('Referrer-Policy: same-origin');
    header('Cross-Origin-Opener-Policy: same-origin');
    require __DIR__ . '/page.php';
}

/** One field of the form as text in UTF-8; what is something else counts as nothing. */
function field(string $name): string
{
    $value = $_POST[$name] ?? '';

    return is_string($value) && preg_match('//u', $value) === 1 ? $value : '';
}

/** Spaces as they should be, and no control characters. */
function tidy(string $text, string $pattern, string $replacement): string
{
    $text = preg_replace($pattern, $replacement, $text);

    return preg_replace('/^[\s\p{Z}]+|[\s\p{Z}]+$|(?!\n)\p{Cc}/u', '', $text);
}

function mistake(string $text, int $most, string $whenEmpty, string $what): ?string
{
    $length = preg_match_all('/./us', $text);

    return match (true) {
        $length === 0 => $whenEmpty,
        $length > $most => "The $what is too long: $length characters, at most $most.",
        default => null,
    };
}

/** Text as HTML. */
function h(string $text): string
{
    return htmlspecialchars($text, ENT_QUOTES | ENT_SUBSTITUTE | ENT_HTML5, 'UTF-8');
}

/** The first letter of a name, as a person would take it: an emoji in parts stays whole. */
function initial(string $name): string
{
    return preg_match('/\X/u', $name, $part) === 1 ? $part[0] : '?';
}

/** A quiet colour for a name, one of eight, the same every time. */
function colour(string $name): int
{
    return crc32($name) % 8;
}
