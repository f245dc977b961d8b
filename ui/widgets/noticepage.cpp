#include "widgets/noticepage.h"

#include "base/literals.h"
#include "widgets/role.h"
#include "widgets/textstyle.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace parking::ui {

namespace {

constexpr int kWidth = 560;
constexpr int kIcon = 40;

} // namespace

NoticePage::NoticePage(const Theme &theme, QWidget *parent) : QWidget(parent), m_theme(theme)
{
    setObjectName(u"noticePage"_s);
    m_body = new QWidget(this);
    m_icon = makeLabel(m_body);
    m_title = makeLabel(m_body);
    setTextStyle(*m_title, "pageTitle"_L1);
    m_text = makeLabel(m_body, "secondary"_L1);
    m_details = makeLabel(m_body, "caption"_L1);
    for (QLabel *label : {m_title, m_text, m_details}) {
        label->setWordWrap(true);
        label->setAlignment(Qt::AlignHCenter);
    }
    m_icon->setAlignment(Qt::AlignHCenter);
    m_buttons = new QHBoxLayout;
    m_buttons->setSpacing(12);
    auto *column = new QVBoxLayout(m_body);
    column->setContentsMargins(24, 24, 24, 24);
    column->setSpacing(12);
    column->addWidget(m_icon);
    column->addWidget(m_title);
    column->addWidget(m_text);
    column->addWidget(m_details);
    column->addSpacing(8);
    column->addLayout(m_buttons);
    setMinimumWidth(1); // a narrow list has one too: its words wrap
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addStretch(2);
    layout->addWidget(m_body, 0, Qt::AlignHCenter);
    layout->addStretch(3);
    connect(&theme, &Theme::changed, this, &NoticePage::refresh);
}

bool NoticePage::isShowing(const Content &content) const
{
    return content.title == m_content.title && content.text == m_content.text
        && content.details == m_content.details
        && std::equal(content.actions.cbegin(), content.actions.cend(), m_content.actions.cbegin(),
                      m_content.actions.cend(),
                      [](const Action &a, const Action &b) { return a.text == b.text; });
}

void NoticePage::setContent(const Content &content)
{
    if (isShowing(content))
        return; // a button may be pressed or focused just now
    m_content = content;
    setFocusProxy(nullptr);
    m_title->setText(content.title);
    m_text->setText(content.text);
    m_details->setText(content.details);
    m_details->setVisible(!content.details.isEmpty());
    m_details->setTextInteractionFlags(content.details.isEmpty() ? Qt::NoTextInteraction
                                                                 : Qt::TextSelectableByMouse);
    while (QLayoutItem *item = m_buttons->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    m_buttons->addStretch();
    for (qsizetype i = 0; i < content.actions.size(); ++i) {
        const Action &action = content.actions[i];
        auto *button = new QPushButton(action.text, m_body);
        button->setProperty("kind", i == 0 ? u"primary"_s : u"secondary"_s);
        connect(button, &QPushButton::clicked, this, action.run);
        m_buttons->addWidget(button);
        if (i == 0)
            setFocusProxy(button);
    }
    m_buttons->addStretch();
    m_body->setVisible(!content.title.isEmpty());
    refresh();
}

void NoticePage::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    refresh();
}

void NoticePage::refresh()
{
    const int width = qMin(m_theme.scaled(kWidth), this->width());
    m_body->setFixedWidth(width);
    // A centred box is given its hint, which does not know of wrapped lines.
    const QMargins edge = m_body->layout()->contentsMargins();
    for (QLabel *label : {m_title, m_text, m_details}) {
        label->ensurePolished(); // its font is the style sheet's
        label->setMinimumHeight(0); // else no text needs less than the one before
        label->setFixedHeight(qMax(0, label->heightForWidth(width - edge.left() - edge.right())));
    }
    if (!m_content.icon.isEmpty())
        m_icon->setPixmap(
            m_theme.pixmap(m_content.icon, kIcon, m_theme.tokens().text3, devicePixelRatioF()));
}

} // namespace parking::ui
