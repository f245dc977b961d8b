#include "shell/mainwindow.h"

#include "base/literals.h"
#include "shell/banner.h"
#include "shell/fitscreen.h"
#include "shell/keymanners.h"
#include "shell/pageframe.h"
#include "shell/rail.h"
#include "shell/searchpopup.h"
#include "shell/shortcutsdialog.h"
#include "shell/statusline.h"
#include "shell/topbar.h"
#include "widgets/toast.h"

#include <QDropEvent>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QMimeData>
#include <QScreen>
#include <QShortcut>
#include <QStackedWidget>
#include <QTimer>
#include <QUrl>
#include <QVBoxLayout>

namespace parking::ui {

namespace {

constexpr int kIconsBelow = 1100;
constexpr int kWordsFrom = 2000;
constexpr QKeyCombination kUndo = Qt::CTRL | Qt::Key_Z;
constexpr QKeyCombination kRedo = Qt::CTRL | Qt::SHIFT | Qt::Key_Z;

QWidget *frameOf(QWidget *page)
{
    return page->parentWidget()->parentWidget();
}

bool hasFocusWithin(const QWidget &pane)
{
    const QWidget *focus = pane.window()->focusWidget();
    return focus && (focus == &pane || focus == pane.focusProxy() || pane.isAncestorOf(focus));
}

/// Its first control; of one that is a control itself, as a table is, that; null: it has none.
QWidget *entryOf(QWidget &pane)
{
    const auto isOpen = [](const QWidget &widget) {
        return widget.isVisible() && widget.isEnabled() && (widget.focusPolicy() & Qt::TabFocus);
    };
    if (pane.focusProxy())
        return pane.focusProxy();
    for (QWidget *w = pane.nextInFocusChain(); w != &pane; w = w->nextInFocusChain()) {
        if (pane.isAncestorOf(w) && isOpen(*w))
            return w;
    }
    return isOpen(pane) ? &pane : nullptr;
}

} // namespace

MainWindow::MainWindow(SiteModel &model, Situation &situation, Notices &notices, Theme &theme)
    : m_model(model), m_situation(situation), m_notices(notices), m_theme(theme)
{
    setWindowTitle(tr("Smart Parking"));
    fitScreen(*this);
    build();
    setAcceptDrops(true);
    addShortcuts();
    new KeyManners(*this);
    connect(&situation, &Situation::healthChanged, this, &MainWindow::updateBadges);
    connect(&situation, &Situation::nowChanged, this, &MainWindow::updateBadges);
}

void MainWindow::build()
{
    auto *central = new QWidget(this);
    m_rail = new Rail(m_theme, central);
    m_top = new TopBar(m_model, m_situation, m_theme, central);
    auto *banner = new Banner(m_situation, central);
    m_stack = new QStackedWidget(central);
    m_status = new StatusLine(m_situation, m_theme, central);
    m_right = new QVBoxLayout;
    m_right->setSpacing(0);
    m_right->addWidget(m_top);
    m_right->addWidget(banner);
    m_right->addWidget(m_stack, 1);
    auto *upper = new QHBoxLayout;
    upper->setSpacing(0);
    upper->addWidget(m_rail);
    upper->addLayout(m_right, 1);
    auto *all = new QVBoxLayout(central);
    all->setContentsMargins(0, 0, 0, 0);
    all->setSpacing(0);
    all->addLayout(upper, 1);
    all->addWidget(m_status);
    setCentralWidget(central);
    central->installEventFilter(this);
    auto *toast = new Toast(m_theme, central);
    m_search = new SearchPopup(m_model, m_theme, this);

    connect(m_rail, &Rail::chosen, this, &MainWindow::showAt);
    connect(m_top, &TopBar::leaveRequested, this, &MainWindow::leaveRequested);
    connect(m_top, &TopBar::searchRequested, this, &MainWindow::openSearch);
    connect(banner, &Banner::detailsRequested, this, &MainWindow::healthRequested);
    connect(this, &MainWindow::pageShown, banner,
            [this, banner] { banner->setSaidBelow(shown().id == u"health"); });
    connect(m_status, &StatusLine::clicked, this, &MainWindow::healthRequested);
    connect(m_search, &SearchPopup::chosen, this, &MainWindow::spaceChosen);
    connect(m_search, &SearchPopup::floorChosen, this, &MainWindow::floorChosen);
    connect(&m_notices, &Notices::told, toast, [this, toast](const Notices::Notice &notice) {
        if (notice.offer == Notices::Offer::None) {
            toast->show(notice.text);
            return;
        }
        const bool isUndo = notice.offer == Notices::Offer::Undo;
        toast->show(notice.text,
                    Toast::Action{isUndo ? tr("Undo") : tr("Redo"), isUndo ? kUndo : kRedo,
                                  [this, notice] { m_notices.follow(notice); }});
    });
}

Bell &MainWindow::bell()
{
    return m_top->bell();
}

void MainWindow::setPast(const QString &title, QWidget *bar, QWidget *status)
{
    setPastTitle(title);
    m_right->addWidget(bar);
    m_status->hide();
    centralWidget()->layout()->addWidget(status);
}

void MainWindow::setPastTitle(const QString &title)
{
    m_top->setPast(title);
    setWindowTitle(tr("%1 – Smart Parking").arg(title));
}

// --- Files ---------------------------------------------------------------------------------------

namespace {

/// The one archive that is dragged; empty: something else is.
QString archiveOf(const QMimeData &data)
{
    const QList<QUrl> urls = data.urls();
    const bool isOne = urls.size() == 1 && urls.first().isLocalFile()
        && urls.first().fileName().endsWith(u".parkarchive"_s, Qt::CaseInsensitive);
    return isOne ? urls.first().toLocalFile() : QString();
}

} // namespace

void MainWindow::dragEnterEvent(QDragEnterEvent *event)
{
    if (!archiveOf(*event->mimeData()).isEmpty())
        event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent *event)
{
    const QString path = archiveOf(*event->mimeData());
    if (path.isEmpty())
        return;
    event->acceptProposedAction();
    Q_EMIT archiveDropped(path);
}

QRect MainWindow::topBar() const
{
    return {m_top->mapTo(centralWidget(), QPoint()), m_top->size()};
}

// --- Pages ---------------------------------------------------------------------------------------

void MainWindow::setPages(const QList<Page> &pages)
{
    m_pages = pages;
    for (qsizetype i = 0; i < pages.size(); ++i) {
        m_buttons.append(m_rail->addPage(pages[i].icon, pages[i].title, pages[i].isApart));
        addShortcut(QKeySequence(Qt::CTRL | Qt::Key(Qt::Key_1 + i)), [this, i] { showAt(i); });
    }
    m_widgets.resize(pages.size());
    m_search->setCommands(commands());
    m_search->setPages(m_pages);
    showAt(0);
    updateBadges();
}

qsizetype MainWindow::indexOf(const QString &id) const
{
    for (qsizetype i = 0; i < m_pages.size(); ++i) {
        if (m_pages[i].id == id)
            return i;
    }
    qFatal("no page \"%s\"", qPrintable(id));
}

void MainWindow::showPage(const QString &id)
{
    showAt(indexOf(id));
}

void MainWindow::make(const QString &id)
{
    makeAt(indexOf(id));
}

bool MainWindow::isMade(const QString &id) const
{
    return m_widgets[indexOf(id)];
}

void MainWindow::showAt(qsizetype index)
{
    makeAt(index);
    m_rail->setCurrent(int(index));
    m_stack->setCurrentWidget(frameOf(m_widgets[index]));
    if (QWidget *first = m_widgets[index]->focusProxy())
        first->setFocus();
    Q_EMIT pageShown();
}

void MainWindow::makeAt(qsizetype index)
{
    if (m_widgets[index])
        return;
    m_widgets[index] = m_pages[index].make();
    m_stack->addWidget(new PageFrame(m_widgets[index]));
    Q_EMIT pageMade(m_pages[index].id);
    updateBadges();
}

/// Who looks at the first picture does not wait for what is behind it.
bool MainWindow::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == centralWidget() && event->type() == QEvent::Paint) {
        watched->removeEventFilter(this);
        QTimer::singleShot(0, this, &MainWindow::makeNext);
    }
    return QMainWindow::eventFilter(watched, event);
}

void MainWindow::makeNext()
{
    const qsizetype next = m_widgets.indexOf(nullptr);
    if (next < 0)
        return;
    makeAt(next);
    QTimer::singleShot(0, this, &MainWindow::makeNext);
}

const Page &MainWindow::shown() const
{
    return m_pages[m_widgets.indexOf(static_cast<PageFrame *>(m_stack->currentWidget())->widget())];
}

void MainWindow::updateBadges()
{
    for (qsizetype i = 0; i < m_pages.size(); ++i)
        m_buttons[i]->setBadge(m_pages[i].badge ? m_pages[i].badge() : 0);
}

// --- Keys and commands ---------------------------------------------------------------------------

void MainWindow::addShortcut(const QKeySequence &keys, const std::function<void()> &action)
{
    auto *shortcut = new QShortcut(keys, this);
    shortcut->setAutoRepeat(false); // a key that is held takes back one act, not all of them
    connect(shortcut, &QShortcut::activated, this, action);
}

void MainWindow::addShortcuts()
{
    addShortcut(Qt::CTRL | Qt::Key_K, [this] { openSearch(); });
    addShortcut(kUndo, [this] { m_notices.undo(); });
    addShortcut(kRedo, [this] { m_notices.redo(); });
    addShortcut(Qt::Key_F11, [this] { isFullScreen() ? showNormal() : showFullScreen(); });
    addShortcut(Qt::Key_F1, [this] { showShortcuts(); });
    addShortcut(Qt::Key_F6, [this] { focusPane(+1); });
    addShortcut(Qt::SHIFT | Qt::Key_F6, [this] { focusPane(-1); });
}

/// What pages offer, then what the window itself can do.
QList<WindowCommand> MainWindow::commands()
{
    QList<WindowCommand> commands;
    for (const Page &page : std::as_const(m_pages))
        commands += page.commands;
    commands.append({.text = tr("Undo"),
                     .icon = u"undo"_s,
                     .keys = kUndo,
                     .run = [this] { m_notices.undo(); },
                     .isPossible = [this] { return m_notices.undoable() > 0; }});
    commands.append({.text = tr("Redo"),
                     .icon = u"redo"_s,
                     .keys = kRedo,
                     .run = [this] { m_notices.redo(); },
                     .isPossible = [this] { return m_notices.redoable() > 0; }});
    commands.append(
        {.text = tr("Full screen"), .icon = u"fit"_s, .keys = Qt::Key_F11, .run = [this] {
             isFullScreen() ? showNormal() : showFullScreen();
         }});
    commands.append({.text = tr("Light or dark"), .icon = u"moon"_s, .run = [this] {
                         m_theme.setChoice(m_theme.tokens().dark ? ThemeChoice::Light
                                                                 : ThemeChoice::Dark);
                     }});
    for (qsizetype i = 0; i < m_pages.size(); ++i)
        commands.append({.text = tr("Show %1").arg(m_pages[i].title),
                         .icon = m_pages[i].icon,
                         .keys = Qt::CTRL | Qt::Key(Qt::Key_1 + i),
                         .run = [this, i] { showAt(i); }});
    commands.append(
        {.text = tr("Keys of this window"), .icon = u"info"_s, .keys = Qt::Key_F1, .run = [this] {
             showShortcuts();
         }});
    return commands;
}

/// The next pane in reading order, at its first control.
void MainWindow::focusPane(int by)
{
    QList<QWidget *> panes{m_rail, m_top};
    panes += shown().panes
        ? shown().panes()
        : QList<QWidget *>{static_cast<PageFrame *>(m_stack->currentWidget())->widget()};
    panes.removeIf([](const QWidget *pane) { return !pane->isVisible(); });
    const qsizetype count = panes.size();
    qsizetype at = 0;
    for (qsizetype i = 0; i < count; ++i) {
        if (hasFocusWithin(*panes[i]))
            at = i;
    }
    for (qsizetype step = 1; step < count; ++step) { // past those that nothing can be done in
        if (QWidget *entry = entryOf(*panes[(at + by * step + count * step) % count])) {
            entry->setFocus(Qt::TabFocusReason);
            return;
        }
    }
}

void MainWindow::showShortcuts()
{
    auto *dialog = new ShortcutsDialog(m_pages, m_theme, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

void MainWindow::openSearch()
{
    const QPushButton *field = m_top->search();
    m_search->open(field->mapToGlobal(QPoint(field->width() / 2, field->height() + 4)));
}

void MainWindow::resizeEvent(QResizeEvent *event)
{
    using enum RailButton::Form;
    m_rail->setForm(width() < kIconsBelow       ? IconOnly
                        : width() >= kWordsFrom ? IconBesideWord
                                                : IconOverWord);
    QMainWindow::resizeEvent(event);
}

void MainWindow::keyPressEvent(QKeyEvent *event)
{
    if (event->key() != Qt::Key_Escape || !shown().cancel || !shown().cancel())
        QMainWindow::keyPressEvent(event);
}

} // namespace parking::ui
