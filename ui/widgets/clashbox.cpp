#include "widgets/clashbox.h"

#include "base/literals.h"
#include "widgets/role.h"

#include <QApplication>
#include <QHBoxLayout>
#include <QPushButton>
#include <QScrollArea>
#include <QTimer>

namespace parking::ui {

ClashBox::ClashBox(QWidget *parent) : QFrame(parent)
{
    setObjectName(u"clash"_s);
    m_meanwhile = makeLabel(this);
    m_meanwhile->setWordWrap(true);
    m_both = makeLabel(this, "warning"_L1);
    m_both->setWordWrap(true);
    m_mine = new QPushButton(this);
    m_mine->setObjectName(u"keepMine"_s);
    m_theirs = new QPushButton(tr("Take theirs"), this);
    m_theirs->setObjectName(u"takeTheirs"_s);
    auto *ways = new QHBoxLayout;
    ways->setSpacing(8);
    for (QPushButton *button : {m_mine, m_theirs}) {
        button->setProperty("kind", u"compact"_s);
        ways->addWidget(button, 1);
    }
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 10, 12, 12);
    layout->setSpacing(6);
    layout->addWidget(m_meanwhile);
    layout->addWidget(m_both);
    layout->addLayout(ways);
    setFocusPolicy(Qt::StrongFocus);
    connect(m_mine, &QPushButton::clicked, this, &ClashBox::mineAsked);
    connect(m_theirs, &QPushButton::clicked, this, &ClashBox::theirsAsked);
    hide();
}

void ClashBox::tell(const QString &meanwhile, const QString &both)
{
    m_meanwhile->setText(meanwhile);
    setBoth(both);
    m_mine->setAccessibleDescription(meanwhile);
    setAccessibleName(meanwhile);
    show();
    // The keys go on from here, but what is typed just now writes over nothing.
    if (const QWidget *has = QApplication::focusWidget();
        has && parentWidget()->window()->isAncestorOf(has))
        setFocus(Qt::OtherFocusReason);
    QTimer::singleShot(0, this, &ClashBox::reveal); // when it has its place
}

void ClashBox::setBoth(const QString &both)
{
    m_both->setText(both);
    m_both->setVisible(!both.isEmpty());
    m_mine->setText(both.isEmpty() ? tr("Save both") : tr("Keep mine"));
}

void ClashBox::reveal()
{
    for (QWidget *parent = parentWidget(); parent; parent = parent->parentWidget()) {
        if (auto *scroll = qobject_cast<QScrollArea *>(parent))
            scroll->ensureWidgetVisible(this);
    }
}

void ClashBox::clear()
{
    hide();
    m_meanwhile->clear();
    m_both->clear();
}

} // namespace parking::ui
