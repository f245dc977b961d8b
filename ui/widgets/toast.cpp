#include "widgets/toast.h"

#include "base/literals.h"
#include "widgets/role.h"

#include <QAbstractSpinBox>
#include <QApplication>
#include <QComboBox>
#include <QEnterEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollBar>

namespace parking::ui {

namespace {

constexpr int kGap = 16; // to what is below it
constexpr int kApart = 8; // from what can be pressed beside it

} // namespace

Toast::Toast(const Theme &theme, QWidget *parent) : QFrame(parent), m_timer(this)
{
    setObjectName(u"toast"_s);
    setFixedWidth(theme.scaled(420));
    m_text = makeLabel(this);
    m_text->setWordWrap(true);
    m_button = new QPushButton(tr("Undo"), this);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(16, 8, 8, 8);
    layout->addWidget(m_text, 1);
    layout->addWidget(m_button);
    m_moved.setSingleShot(true);
    m_moved.setInterval(0);
    connect(&m_moved, &QTimer::timeout, this, &Toast::place);
    m_timer.setSingleShot(true);
    m_timer.setInterval(8000);
    connect(&m_timer, &QTimer::timeout, this, [this] {
        if (m_button->hasFocus())
            m_timer.start();
        else
            hide();
    });
    connect(m_button, &QPushButton::clicked, this, [this] {
        hide();
        if (m_action)
            std::exchange(m_action, {})->run();
    });
    hide();
}

void Toast::show(const QString &text, const std::optional<Action> &action)
{
    m_text->setText(text);
    m_action = action;
    m_button->setVisible(action.has_value());
    if (action) {
        m_button->setText(action->text);
        m_button->setToolTip(
            u"%1 (%2)"_s.arg(action->text, action->keys.toString(QKeySequence::NativeText)));
    }
    adjustSize();
    place();
    QFrame::show();
    raise();
    m_timer.start();
}

QString Toast::text() const
{
    return m_text->text();
}

void Toast::place()
{
    const QWidget *host = parentWidget();
    QRect box(QPoint((host->width() - width()) / 2, host->height() - height() - 28 - kGap), size());
    // Beside a panel at the right edge, if that is all; else above what is there.
    if (const QRect panel = firstInTheWay(box, &QRect::left); !panel.isNull()) {
        QRect aside = box;
        aside.moveRight(panel.left() - kApart - 1);
        if (aside.left() >= kGap && firstInTheWay(aside, &QRect::left).isNull())
            box = aside;
    }
    for (QRect other = firstInTheWay(box); !other.isNull(); other = firstInTheWay(box)) {
        if (other.top() - kGap - height() < 0) {
            box.moveTop(host->height() - height() - 28 - kGap); // it is full
            break;
        }
        box.moveTop(other.top() - kGap - height());
    }
    move(box.topLeft());
}

/// The uppermost one (or the one whose `edge` is least) of what a person can press or type into
/// below `box`, in the host's coordinates; null: there is none.
QRect Toast::firstInTheWay(const QRect &box, int (QRect::*edge)() const) const
{
    const QWidget *host = parentWidget();
    QRect first;
    for (const QWidget *widget : host->findChildren<QWidget *>()) {
        const bool acts = qobject_cast<const QAbstractButton *>(widget)
            || qobject_cast<const QLineEdit *>(widget) || qobject_cast<const QComboBox *>(widget)
            || qobject_cast<const QAbstractSlider *>(widget)
            || qobject_cast<const QAbstractSpinBox *>(widget);
        // A scroll bar beside a table is as high as the table, and reached above the toast.
        if (!acts || !widget->isVisible() || isAncestorOf(widget)
            || qobject_cast<const QScrollBar *>(widget))
            continue;
        const QRect seen = widget->visibleRegion().boundingRect();
        const QRect at(widget->mapTo(host, seen.topLeft()), seen.size());
        if (!seen.isEmpty() && at.intersects(box.marginsAdded({kApart, kApart, kApart, kApart}))
            && (first.isNull() || (at.*edge)() < (first.*edge)()))
            first = at;
    }
    return first;
}

/// A bar that comes, or a window that becomes smaller, while it is shown.
bool Toast::eventFilter(QObject *watched, QEvent *event)
{
    const bool isMoved = event->type() == QEvent::Show || event->type() == QEvent::Resize
        || event->type() == QEvent::Move || event->type() == QEvent::Hide;
    if (isMoved && watched != this && watched->isWidgetType()
        && parentWidget()->isAncestorOf(static_cast<QWidget *>(watched)) && !underMouse())
        m_moved.start();
    return QFrame::eventFilter(watched, event);
}

void Toast::showEvent(QShowEvent *event)
{
    QFrame::showEvent(event);
    qApp->installEventFilter(this);
}

void Toast::hideEvent(QHideEvent *event)
{
    qApp->removeEventFilter(this);
    QFrame::hideEvent(event);
}

void Toast::enterEvent(QEnterEvent *)
{
    m_timer.stop();
}

void Toast::leaveEvent(QEvent *)
{
    m_timer.start();
}

} // namespace parking::ui
