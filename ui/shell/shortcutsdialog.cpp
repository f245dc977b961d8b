#include "shell/shortcutsdialog.h"

#include "base/literals.h"
#include "widgets/dialogparts.h"
#include "widgets/role.h"
#include "widgets/textstyle.h"

#include <QGridLayout>
#include <QPushButton>
#include <QScreen>
#include <QScrollArea>
#include <QScrollBar>
#include <QVBoxLayout>

namespace parking::ui {

namespace {

constexpr int kFrame = 48; // that a window's frame may take of the screen

} // namespace

ShortcutsDialog::ShortcutsDialog(const QList<Page> &pages, const Theme &theme, QWidget *parent)
    : QDialog(parent)
{
    QVBoxLayout *layout = makeColumn(*this, theme, tr("Keys"));
    QStringList titles;
    for (const Page &page : pages)
        titles.append(page.title);
    QList<KeyHint> everywhere{
        {u"Ctrl+K"_s, tr("Find a space, a DevEUI, a floor, a state or a command")},
        {u"F6, Shift+F6"_s, tr("Next or previous part of the window")},
        {u"Ctrl+Z, Ctrl+Shift+Z"_s, tr("Undo, redo")},
        {u"F8"_s, tr("Alarms")},
        {u"F11"_s, tr("Full screen")},
        {tr("Esc"), tr("Back; in a list, nothing is chosen any more")}};
    if (pages.size() > 1)
        everywhere.prepend({u"Ctrl+1 … Ctrl+%1"_s.arg(pages.size()), titles.join(u", "_s)});

    auto *body = new QWidget(this);
    auto *columns = new QHBoxLayout(body);
    columns->setContentsMargins(0, 0, 0, 0);
    columns->setSpacing(32);
    QVBoxLayout *sides[2];
    qsizetype lines[2] = {0, 0};
    for (QVBoxLayout *&side : sides) {
        side = new QVBoxLayout;
        side->setSpacing(20);
        columns->addLayout(side);
    }
    const auto add = [&](const QString &title, const QList<KeyHint> &keys) {
        if (keys.isEmpty())
            return;
        const int shorter = lines[1] < lines[0] ? 1 : 0;
        sides[shorter]->addWidget(makeGroup(title, keys));
        lines[shorter] += keys.size() + 2;
    };
    add(tr("Everywhere"), everywhere);
    for (const Page &page : pages)
        add(page.title, page.keys);
    for (QVBoxLayout *side : sides)
        side->addStretch(1);

    auto *scroll = new QScrollArea(this);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setWidget(body);
    scroll->setMinimumWidth(body->sizeHint().width()
                            + scroll->verticalScrollBar()->sizeHint().width());
    layout->addWidget(scroll, 1);
    addButtons(*this, *layout, {}, tr("Close"));
    const int all = sizeHint().height() - scroll->sizeHint().height() + body->sizeHint().height();
    resize(sizeHint().width(), std::min(all, screen()->availableSize().height() - kFrame));
}

QWidget *ShortcutsDialog::makeGroup(const QString &title, const QList<KeyHint> &keys)
{
    auto *group = new QWidget(this);
    auto *grid = new QGridLayout(group);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(16);
    grid->setVerticalSpacing(5);
    grid->addWidget(makeLabel(group, "secondary"_L1, title), 0, 0, 1, 2);
    for (qsizetype i = 0; i < keys.size(); ++i) {
        auto *key = makeLabel(group, {}, keys[i].keys);
        setTextStyle(*key, "strong"_L1);
        grid->addWidget(key, int(i) + 1, 0, Qt::AlignTop);
        auto *what = makeLabel(group, {}, keys[i].what);
        what->setWordWrap(true);
        what->setMinimumWidth(260);
        grid->addWidget(what, int(i) + 1, 1);
    }
    grid->setColumnStretch(1, 1);
    return group;
}

} // namespace parking::ui
