#include "review/bookmarkpopup.h"

#include "base/literals.h"
#include "labels.h"
#include "widgets/role.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace parking::ui {

BookmarkPopup::BookmarkPopup(const Theme &theme, QWidget *parent)
    : QFrame(parent, Qt::Popup), m_title(makeLabel(this)), m_note(new QLineEdit(this)),
      m_remove(new QPushButton(tr("Take away"), this))
{
    setObjectName(u"bookmarkPopup"_s);
    setFrameShape(QFrame::StyledPanel);
    m_title->setFont(theme.font(TextStyle::BodyStrong));
    m_note->setMaxLength(kLongestNote);
    m_note->setPlaceholderText(tr("What is to be seen here"));
    m_note->setAccessibleName(tr("Note of the bookmark"));
    m_note->setMinimumWidth(theme.scaled(280));
    auto *keep = new QPushButton(tr("Keep the bookmark"), this);
    keep->setProperty("kind", u"primary"_s);
    auto *line = new QHBoxLayout;
    line->addWidget(m_remove);
    line->addStretch();
    line->addWidget(keep);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 12, 16, 12);
    layout->setSpacing(8);
    layout->addWidget(m_title);
    layout->addWidget(m_note);
    layout->addLayout(line);
    connect(m_note, &QLineEdit::returnPressed, this, &BookmarkPopup::keep);
    connect(keep, &QPushButton::clicked, this, &BookmarkPopup::keep);
    connect(m_remove, &QPushButton::clicked, this, [this] {
        hide();
        Q_EMIT removed(m_moment);
    });
}

void BookmarkPopup::open(UtcTime moment, const Bookmark *existing, const QWidget &anchor)
{
    m_moment = moment;
    m_title->setText(tr("Bookmark of %1").arg(labels::dayAndClock(moment)));
    m_note->setText(existing ? existing->note : QString());
    m_note->selectAll();
    m_remove->setVisible(existing != nullptr);
    adjustSize();
    const QPoint above = anchor.mapToGlobal(QPoint(anchor.width() - width(), -height() - 8));
    move(above);
    show();
    m_note->setFocus();
}

void BookmarkPopup::keep()
{
    hide();
    Q_EMIT kept({m_moment, m_note->text().trimmed()});
}

} // namespace parking::ui
