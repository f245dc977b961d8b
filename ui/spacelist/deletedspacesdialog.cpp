#include "spacelist/deletedspacesdialog.h"

#include "base/literals.h"
#include "labels.h"
#include "spacelist/spacerows.h"
#include "widgets/dialogparts.h"
#include "widgets/role.h"

#include <QListWidget>
#include <QPushButton>
#include <QVBoxLayout>

namespace parking::ui {

DeletedSpacesDialog::DeletedSpacesDialog(const QList<domain::Space> &spaces, UtcTime now,
                                         const Theme &theme, QWidget *parent)
    : QDialog(parent), m_spaces(spaces)
{
    QVBoxLayout *layout = makeColumn(*this, theme, tr("Deleted spaces"));
    auto *words = makeLabel(
        this, "secondary"_L1,
        spaces.isEmpty() ? tr("No space was deleted.")
                         : tr("They come back with their history, and with their sensor and lamp "
                              "unless another space has those."));
    words->setWordWrap(true);
    layout->addWidget(words);
    m_list = new QListWidget(this);
    m_list->setAccessibleName(tr("Deleted spaces"));
    for (const domain::Space &space : spaces) {
        auto *item = new QListWidgetItem(tr("%1, %2, deleted %3")
                                             .arg(space.code, placeOf(space, true),
                                                  labels::ago(now - space.deletedAt.value_or(now))),
                                         m_list);
        item->setCheckState(Qt::Unchecked);
    }
    m_list->setVisible(!spaces.isEmpty());
    layout->addWidget(m_list, 1);
    m_restore = addButtons(*this, *layout, spaces.isEmpty() ? QString() : tr("Bring back"),
                           spaces.isEmpty() ? tr("Close") : tr("Cancel"));
    connect(m_list, &QListWidget::itemChanged, this, &DeletedSpacesDialog::refresh);
    resize(theme.scaled(480), spaces.isEmpty() ? sizeHint().height() : theme.scaled(420));
    refresh();
}

QList<domain::Space> DeletedSpacesDialog::chosen() const
{
    QList<domain::Space> spaces;
    for (int row = 0; row < m_list->count(); ++row) {
        if (m_list->item(row)->checkState() == Qt::Checked)
            spaces.append(m_spaces[row]);
    }
    return spaces;
}

void DeletedSpacesDialog::refresh()
{
    if (!m_restore)
        return;
    const int count = int(chosen().size());
    m_restore->setEnabled(count > 0);
    m_restore->setText(count > 0 ? tr("Bring %n back", nullptr, count) : tr("Bring back"));
}

} // namespace parking::ui
