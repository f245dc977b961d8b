#include "shell/searchpopup.h"

#include "base/literals.h"
#include "labels.h"
#include "widgets/statepill.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QListWidget>
#include <QPainter>
#include <QVBoxLayout>

namespace parking::ui {

namespace {

constexpr int kMostResults = 12;
constexpr int kMostSpaces = 9; // room for some commands below
constexpr int kRow = Qt::UserRole;
constexpr int kCommand = Qt::UserRole + 1;

} // namespace

SearchPopup::SearchPopup(SiteModel &model, const Theme &theme, QWidget *parent)
    : QFrame(parent, Qt::Popup), m_model(model), m_theme(theme)
{
    setObjectName(u"popup"_s);
    m_text = new QLineEdit(this);
    m_text->setPlaceholderText(tr("Code or name, as in B1-055, or what you want to do"));
    m_text->setAccessibleName(tr("Find a space"));
    m_text->installEventFilter(this);
    m_results = new QListWidget(this);
    m_results->setFocusPolicy(Qt::NoFocus);
    m_results->setAccessibleName(tr("Results"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 8, 8, 8);
    layout->addWidget(m_text);
    layout->addWidget(m_results);
    connect(m_text, &QLineEdit::textChanged, this, &SearchPopup::search);
    connect(m_results, &QListWidget::itemClicked, this, &SearchPopup::take);
}

void SearchPopup::open(const QPoint &topCentre)
{
    setFixedSize(m_theme.scaled(440), m_theme.scaled(420));
    move(topCentre - QPoint(width() / 2, 0));
    m_text->clear();
    search({});
    show();
    m_text->setFocus();
}

void SearchPopup::search(const QString &text)
{
    m_results->clear();
    addSpaces(text.trimmed());
    addCommands(text.trimmed());
    if (m_results->count() == 0) {
        auto *none = new QListWidgetItem(
            tr("Nothing found for “%1”. Codes look like B1-055.").arg(text), m_results);
        none->setFlags(Qt::NoItemFlags);
    }
    m_results->setCurrentRow(0);
}

void SearchPopup::addCommands(const QString &text)
{
    for (int i = 0; i < m_commands.size() && m_results->count() < kMostResults; ++i) {
        const WindowCommand &command = m_commands[i];
        if (!command.text.contains(text, Qt::CaseInsensitive)
            || (command.isPossible && !command.isPossible()))
            continue;
        const QString keys = command.keys.toString(QKeySequence::NativeText);
        auto *item = new QListWidgetItem(
            keys.isEmpty() ? command.text : tr("%1   (%2)").arg(command.text, keys), m_results);
        item->setIcon(m_theme.icon(command.icon));
        item->setData(kCommand, i);
    }
}

void SearchPopup::addSpaces(const QString &text)
{
    for (int row = 0; row < m_model.count() && m_results->count() < kMostSpaces; ++row) {
        const domain::Space &space = m_model.space(row);
        if (!space.code.contains(text, Qt::CaseInsensitive)
            && !space.name.contains(text, Qt::CaseInsensitive))
            continue;
        auto *item = new QListWidgetItem(
            tr("%1   %2 · %3 · %4")
                .arg(space.code, space.building, space.floor,
                     labels::text(m_model.status(row), m_model.confidence(row))),
            m_results);
        item->setData(kRow, row);
        QPixmap sign(QSize(16, 16) * devicePixelRatioF());
        sign.setDevicePixelRatio(devicePixelRatioF());
        sign.fill(Qt::transparent);
        QPainter painter(&sign);
        painter.setRenderHint(QPainter::Antialiasing);
        paintStateSign(painter, QRectF(1, 1, 14, 14), m_model.status(row).state,
                       m_model.status(row).certainty(m_model.confidence(row)), m_theme);
        item->setIcon(sign);
    }
}

bool SearchPopup::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() != QEvent::KeyPress)
        return QFrame::eventFilter(watched, event);
    const int key = static_cast<QKeyEvent *>(event)->key();
    if (key == Qt::Key_Down || key == Qt::Key_Up) {
        const int by = key == Qt::Key_Down ? 1 : -1;
        m_results->setCurrentRow(qBound(0, m_results->currentRow() + by, m_results->count() - 1));
        return true;
    }
    if (key == Qt::Key_Return || key == Qt::Key_Enter) {
        take();
        return true;
    }
    return false;
}

void SearchPopup::take()
{
    const QListWidgetItem *item = m_results->currentItem();
    if (!item)
        return;
    if (item->data(kCommand).isValid()) {
        const WindowCommand command = m_commands[item->data(kCommand).toInt()];
        hide();
        command.run();
        return;
    }
    if (!item->data(kRow).isValid())
        return;
    const domain::SpaceId id = m_model.space(item->data(kRow).toInt()).id;
    hide();
    Q_EMIT chosen(id);
}

} // namespace parking::ui
